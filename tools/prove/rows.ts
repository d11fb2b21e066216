import { noScriptRow } from './browser-no-script.ts';
import { notDeliveredRow } from './browser-not-delivered.ts';
import { phoneLifeRow } from './browser-phone-life.ts';
import { silenceRow } from './browser-silence.ts';
import { stopShownRow } from './browser-stop-shown.ts';
import { alarmRow } from './process-alarm.ts';
import { backupRow } from './process-backup.ts';
import { companyRow } from './process-company.ts';
import { diskRow } from './process-disk.ts';
import { eraseRow } from './process-erase.ts';
import { fsyncRow } from './process-fsync.ts';
import { fuzzRow } from './process-fuzz.ts';
import { joinRow } from './process-join.ts';
import { killRow } from './process-kill.ts';
import { listsRow } from './process-lists.ts';
import { logRow } from './process-logs.ts';
import { originRow } from './process-origins.ts';
import { revokeRow } from './process-revoke.ts';
import { stopRows } from './process-stop.ts';
import { stormRow } from './process-storm.ts';
import type { Row } from './row.ts';
import { neverQueuesRow, presentFirstRow } from './sim-backlog.ts';
import { orderRow } from './sim-order.ts';
import { mutantsRow, sessionsRow } from './sim-rows.ts';
import { notDeliveredSimRow, silenceSimRow, staysSimRow } from './sim-scenes.ts';

/** Every promise that can be tried by itself, by its number. */
export const ROWS: readonly Row[] = [
	sessionsRow,
	mutantsRow,
	notDeliveredSimRow,
	silenceSimRow,
	staysSimRow,
	neverQueuesRow,
	presentFirstRow,
	orderRow,
	stopShownRow,
	notDeliveredRow,
	silenceRow,
	phoneLifeRow,
	alarmRow,
	backupRow,
	companyRow,
	diskRow,
	eraseRow,
	fsyncRow,
	fuzzRow,
	joinRow,
	killRow,
	listsRow,
	logRow,
	noScriptRow,
	originRow,
	revokeRow,
	...stopRows,
	stormRow,
].toSorted((a: Row, b: Row) => a.row - b.row);
