// What every page inside a visit runs.
import 'htmx.org';

import { watchDownloads } from './downloads.js';
import { watchDrafts } from './drafts.js';
import { followScreens, tellHeight } from './frame.js';
import { watchHandOver } from './hand-over.js';
import { watchPlanForm } from './plan-form.js';
import { watchPrinting } from './printing.js';
import { watchRequests } from './requests.js';
import { watchScreens } from './screen.js';
import { adoptSession } from './session.js';
import { watchShell } from './shell.js';
import { watchWindows } from './windows.js';

adoptSession();
watchDownloads();
watchWindows();
watchHandOver();
watchRequests();
watchScreens();
watchDrafts();
watchPlanForm();
watchPrinting();
tellHeight();
followScreens();
watchShell();
