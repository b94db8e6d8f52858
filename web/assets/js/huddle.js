// What the pages for anybody run: the kit, its timer, and a voice. They know no visit.
import { watchAloud } from './aloud.js';
import { watchCopies } from './copy.js';
import { watchPrinting } from './printing.js';
import { watchTimer } from './timer.js';

watchPrinting();
watchAloud();
watchCopies();
watchTimer();
