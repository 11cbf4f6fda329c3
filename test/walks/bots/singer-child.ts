/** The program of the singer: a small house whose one bot takes its calls at another switchboard. Started by `singer-process.ts`. */
import { join } from 'node:path';
import { writeWav } from '../../../src/media/wav.ts';
import type { CarrierConfig } from '../../../src/server/carrier-config.ts';
import { openPassingHouse } from '../open-house.ts';
import { saying } from '../pitches.ts';

export type SingerPlace = { readonly port: number; readonly data: string; readonly carrier: CarrierConfig };

const { port, data, carrier } = JSON.parse(process.argv[2] ?? '') as SingerPlace;
process.on('disconnect', () => process.exit());
const speech = { wavOf: (): Promise<Uint8Array> => Promise.resolve(writeWav(saying('singer', 500))) };
const bots = [{ name: 'singer', file: join(import.meta.dirname, 'singer.ts'), carrier }];
await openPassingHouse({ port, data, bots, apps: [], https: { enabled: false }, media: { processes: 0 } }, { speech });
process.send?.({ kind: 'ready' });
