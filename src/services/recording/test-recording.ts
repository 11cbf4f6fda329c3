/** A service with an archive in memory and a call of people who sound tones, in virtual time. */
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import type { FactLog } from '../../store/fact-log.ts';
import { memoryFactLog } from '../../store/memory-fact-log.ts';
import type { Recording, RecordingOptions } from './port.ts';
import { RecordingService, type RecordingServiceOptions } from './recording-service.ts';
import { TestArchive } from './test-archive.ts';
import { TestCall, type TestCallOptions } from './test-call.ts';

export const tenantId = 'tenant-1';

export type RecordingWorld = {
  readonly clock: VirtualClock;
  readonly archive: TestArchive;
  readonly facts: FactLog;
  readonly call: TestCall;
  readonly service: RecordingService;
  /** Begins, letting `ms` go by meanwhile: 5 s. */
  readonly begin: (options?: RecordingOptions, ms?: number) => Promise<Recording>;
};

export function recordingWorld(options: Partial<TestCallOptions> = {}, more: Partial<RecordingServiceOptions> = {}): RecordingWorld {
  const clock = virtualClock();
  const archive = new TestArchive(clock);
  const facts = memoryFactLog();
  const call = new TestCall({ clock, ...options });
  const service = new RecordingService({ archive, facts, tenantId, clock, ...more });
  return {
    clock,
    archive,
    facts,
    call,
    service,
    async begin(recording = {}, ms = 5_000) {
      const beginning = service.record(call, recording);
      beginning.catch(() => undefined);
      await clock.advance(ms);
      return beginning;
    },
  };
}

/** The ledger in words: `Adele agreed: key 1`. */
export function said({ ledger }: Pick<Recording, 'ledger'>): readonly string[] {
  return ledger.map(({ person, what, how }) => `${person.name ?? person.id} ${what}: ${how}`);
}

/** Keys that people press while they are being asked. */
export function answers({ call }: Pick<RecordingWorld, 'call'>, keys: Readonly<Record<string, string>>): void {
  call.onSay = () => {
    for (const [id, key] of Object.entries(keys)) call.press(key, id);
    call.onSay = () => undefined;
  };
}

export function code(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
