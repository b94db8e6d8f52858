// What every page inside a visit runs.
import 'htmx.org';

import { watchAloud } from './aloud.js';
import { watchCopies } from './copy.js';
import { watchDownloads } from './downloads.js';
import { watchDrafts } from './drafts.js';
import { watchErased } from './erased.js';
import { followScreens, tellHeight } from './frame.js';
import { watchHandOver } from './hand-over.js';
import { watchLanguage } from './language.js';
import { watchPlanForm } from './plan-form.js';
import { watchPrinting } from './printing.js';
import { watchRequests } from './requests.js';
import { watchScreens } from './screen.js';
import { adoptSession } from './session.js';
import { watchShell } from './shell.js';
import { watchTimer } from './timer.js';
import { watchWindows } from './windows.js';

adoptSession();
watchDownloads();
watchWindows();
watchHandOver();
watchLanguage();
watchRequests();
watchScreens();
watchDrafts();
watchErased();
watchPlanForm();
watchPrinting();
watchAloud();
watchCopies();
watchTimer();
tellHeight();
followScreens();
watchShell();
