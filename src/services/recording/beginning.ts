/** How a recording begins: the status is shown, the policy obtains consent, and only then is there anything that could be kept. */
import { setMaxListeners } from 'node:events';
import type { OpenRecording, RecordingArchive } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Scope } from '../../base/scope.ts';
import { aboutCall } from '../../call/call-about.ts';
import type { FactLog } from '../../store/fact-log.ts';
import { afterwards } from './afterwards.ts';
import { Asking } from './asking.ts';
import { announce } from './consent/announce.ts';
import { RecordingError } from './errors.ts';
import { Keeping } from './keeping.ts';
import type { BeginFilm, LiveFilm } from './live-film.ts';
import { LiveRecording } from './live-recording.ts';
import type { Recording, RecordingFacts, RecordingOptions } from './port.ts';
import type { RecordedCall } from './recorded-call.ts';

export type BeginOptions = {
  readonly archive: Pick<RecordingArchive, 'begin' | 'make' | 'get'>;
  readonly facts: Pick<FactLog, 'append'>;
  readonly tenantId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly beginFilm?: BeginFilm | undefined;
  /** In which films are made afterwards. */
  readonly scope: Scope;
  readonly onOver: (recording: Recording) => void;
};

export async function begin(call: RecordedCall, options: RecordingOptions, service: BeginOptions): Promise<Recording> {
  const { archive, clock, log } = service;
  const facts = new Facts<RecordingFacts>({ onError: (error) => log.error('a listener of a recording threw', { error }) });
  const signal = options.signal ? AbortSignal.any([call.signal, options.signal]) : call.signal;
  setMaxListeners(0, signal);
  const { facts: store, tenantId } = service;
  const policy = options.consent ?? announce();
  const asking = new Asking({ call, policy, facts, store, tenantId, signal, clock, log });
  let open: OpenRecording | undefined;
  let film: LiveFilm | undefined;
  try {
    await asking.obtain();
    const about = await aboutCall(call, options.subject, signal);
    // The archive looks at the clock before anything else.
    const startedMs = clock.now();
    const keep = options.keepMs === undefined ? {} : { keepMs: options.keepMs };
    open = await archive.begin({ ...about, kind: 'recording', madeBy: call.self }, keep);
    const { recordingId } = open;
    await asking.ledger.begin(recordingId);
    film = options.composite?.when === 'live' ? beginFilm(recordingId, options, service) : undefined;
    const { people, consents } = asking;
    const mayRecord = (key: string): boolean => consents.mayRecord(key);
    const keeping = new Keeping({ call, open, startedMs, film, people, mayRecord, pictures: options.pictures ?? false, clock, log });
    await keeping.begin();
    const recording: Recording = new LiveRecording({
      open,
      keeping,
      asking,
      facts,
      log,
      signal,
      callSignal: call.signal,
      film,
      afterwards: (kept) => afterwards(kept, options, { ...service, film }),
      onOver: () => service.onOver(recording),
    });
    asking.follow(keeping);
    return recording;
  } catch (error) {
    await Promise.all([open?.discard(), film?.discard()]).catch((cause: unknown) =>
      log.error('what was begun could not be undone', { cause }),
    );
    await asking.giveUp(error);
    throw reasonOf(error, call, options);
  }
}

function reasonOf(error: unknown, call: RecordedCall, { signal }: RecordingOptions): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof RecordingError || !call.signal.aborted) return error;
  return new RecordingError('recording/call-ended', 'the call was over before its recording could begin', { cause: error });
}

function beginFilm(recordingId: string, { composite }: RecordingOptions, { beginFilm: make }: BeginOptions): LiveFilm | undefined {
  return composite && make?.({ recordingId, layout: composite.layout, format: composite.format ?? 'webm' });
}
