/** `rollcall recordings`: what an operator does with recordings, whether the house is open or not. */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { realClock } from '../base/clock.ts';
import { realRandom } from '../base/random.ts';
import { askRecordings } from '../server/recordings/ask-recordings.ts';
import type { RecordingsAnswer, RecordingsCommand } from '../server/recordings/recordings-command.ts';
import { configOf } from './config-words.ts';
import { recordingsHelp } from './recordings-help.ts';

type Trail = Extract<RecordingsAnswer, { readonly kind: 'gone' }>['trail'];
type Output = { readonly out: (text: string) => void; readonly error: (text: string) => void };
type Words = ReturnType<typeof wordsIn>['values'];
type Asked = RecordingsCommand extends infer Command ? (Command extends RecordingsCommand ? Omit<Command, 'by'> : never) : never;

/** What follows `recordings`. Gives the exit code; 1 where the audit log is not as it was written. */
export async function recordings(words: readonly string[], { out, error }: Output): Promise<number> {
  const { values, positionals } = wordsIn(words);
  if (values.help) {
    out(recordingsHelp);
    return 0;
  }
  const asked = commandOf(positionals, values);
  if (!asked) {
    error(`“rollcall recordings ${words.join(' ')}” is not understood.\n\n${recordingsHelp}`);
    return 2;
  }
  const command: RecordingsCommand = { ...asked, by: whoTypes() };
  const answer = await askRecordings(command, await configOf(values), { clock: realClock(), random: realRandom() });
  out(values.json ? `${JSON.stringify(answer, null, 2)}\n` : written(answer));
  return answer.kind === 'verified' && answer.logs.some(({ problem }) => problem !== undefined) ? 1 : 0;
}

/** A container may have no name for whoever runs it. */
function whoTypes(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${String(process.getuid?.() ?? 'unknown')}`;
  }
}

function wordsIn(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      reason: { type: 'string' },
      json: { type: 'boolean', default: false },
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

function commandOf([verb, recording, word, ...more]: readonly string[], { reason }: Words): Asked | undefined {
  if (more.length > 0) return undefined;
  if (verb === 'list' && word === undefined) return { do: 'list', text: recording };
  if (verb === 'verify' && recording === undefined) return { do: 'verify' };
  if (verb === 'new-key' && recording === undefined) return { do: 'newKey' };
  if (recording === undefined) return undefined;
  if (verb === 'keep' && word !== undefined) {
    const days = word === 'forever' ? null : Number(word);
    return days === null || days > 0 ? { do: 'keep', recording, days } : undefined;
  }
  if (word !== undefined) return undefined;
  if (verb === 'hold') return reason === undefined ? undefined : { do: 'hold', recording, reason };
  return verb === 'show' || verb === 'release' || verb === 'erase' ? { do: verb, recording } : undefined;
}

function written(answer: RecordingsAnswer): string {
  switch (answer.kind) {
    case 'recordings': {
      if (answer.recordings.length === 0) return '\n  There are no recordings.\n\n';
      const rows = answer.recordings.map(({ recordingId, kind, startedMs, durationMs, state, subject, hold }) =>
        [
          recordingId.slice(0, 8),
          timeOf(startedMs),
          lasting(durationMs),
          hold ? `${state}, held` : state,
          kind === 'voicemail' ? `voicemail ${subject}` : subject,
        ].join('  '),
      );
      return `\n  ${rows.join('\n  ')}\n\n`;
    }
    case 'recording': {
      const { recordingId, subject, startedMs, durationMs, state, problem, people, keptUntilMs, hold } = answer.recording;
      const lines = [
        subject || '(nothing is known of its subject)',
        `id          ${recordingId}`,
        `began       ${timeOf(startedMs)}, ${lasting(durationMs)} long`,
        `state       ${state}${problem === undefined ? '' : `: ${problem}`}`,
        `people      ${people.map(({ name }) => name).join(', ') || 'nobody'}`,
        `kept        ${keptUntilMs === undefined ? 'for ever' : `until ${timeOf(keptUntilMs)}`}`,
        ...(hold ? [`held        since ${timeOf(hold.sinceMs)} by ${hold.by.name}: ${hold.reason}`] : []),
        '',
        ...trailed(answer.trail),
      ];
      return `\n  ${lines.join('\n  ')}\n\n`;
    }
    case 'gone':
      return `\n  ${answer.recordingId} is deleted. Nothing is left of it but this:\n  ${trailed(answer.trail).join('\n  ')}\n\n`;
    case 'erased': {
      const { recordingId, absent, keyDestroyed, auditHash } = answer.proof;
      const key = keyDestroyed ? 'Its key is destroyed: what a backup may still have cannot be opened.' : 'Its key is still there.';
      return `\n  ${recordingId} is deleted. Looked for, and not there any more:\n    ${absent.join('\n    ')}\n  ${key}\n  Audit log: ${auditHash}\n\n`;
    }
    case 'key':
      return `\n  The key ${answer.keyId} wraps the keys of recordings from now on.\n\n`;
    case 'verified':
      return `\n  ${answer.logs.map(({ name, entries, problem }) => `${name}: ${String(entries)} ${entries === 1 ? 'entry' : 'entries'}, ${problem ?? 'all as they were written'}`).join('\n  ')}\n\n`;
  }
}

function trailed(trail: Trail): readonly string[] {
  return trail.map(({ atMs, by, did, detail }) => `${timeOf(atMs)}  ${by}  ${did}${detail === undefined ? '' : `  ${detail}`}`);
}

/** UTC. */
function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

function lasting(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${String(Math.floor(seconds / 3_600))}:${String(Math.floor(seconds / 60) % 60).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
