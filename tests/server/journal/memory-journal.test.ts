import { createMemoryJournal } from '../../../server/journal/memory-journal.ts';
import { describeJournal } from './journal-contract.ts';

describeJournal('memory journal', async () => createMemoryJournal());
