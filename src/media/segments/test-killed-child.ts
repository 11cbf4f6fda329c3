/**
 * A program for tests that is killed: writes a segment log as fast as a recording comes, and says on its standard output after each 20 ms how far
 * it has handed it over. Arguments: the folder, and the key in base64.
 */
import { writeSync } from 'node:fs';
import { realClock } from '../../base/clock.ts';
import { aesSeal } from './aes-seal.ts';
import { SegmentWriter } from './segment-writer.ts';
import { killedRecords } from './test-killed-log.ts';

const [folder = '', key = ''] = process.argv.slice(2);
const clock = realClock();
const writer = await SegmentWriter.open({ folder, clock, seal: aesSeal(Buffer.from(key, 'base64')), fileBytes: 400_000 });
const began = clock.now();
for (let atMs = 0; ; atMs += 20) {
  const early = atMs - (clock.now() - began);
  if (early > 0) await clock.sleep(early);
  for (const record of killedRecords(atMs)) writer.write(record);
  writeSync(1, `${String(atMs)}\n`);
}
