/**
 * Who did what with recordings, as the audit log has it. As what somebody acted lies open there (`organizer`, `operator`), and so do the names
 * of operators, who answer for what they do. Everybody else's name, and all details, are sealed with the recording's key and go with it.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { AuditEntry, AuditLog } from '../store/audit-log.ts';
import { openedBytes, sealedBytes } from '../store/sealing.ts';
import type { Standing } from './access.ts';
import type { ErasedWhy } from './kept-fact.ts';
import type { TrailEntry, Viewer } from './port.ts';

export type Did =
  | 'listed'
  | 'looked'
  | 'opened'
  | 'made'
  | 'renamed'
  | 'granted'
  | 'revoked'
  | 'retentionSet'
  | 'held'
  | 'released'
  | 'readTrail'
  | 'refused'
  | 'damageFound'
  | 'silenced'
  | 'erased';

/** `did` is one of ours, or what the rooms above do with what belongs to a recording: one word, in the past tense. */
export type Access = { readonly did: string; readonly as: Standing; readonly viewer: Viewer; readonly detail?: string | undefined };

export type TrailOptions = { readonly audit: AuditLog; readonly clock: Clock; readonly tenantId: string; readonly which: string };

/** Which recording, and what its words are sealed with. */
type Of = { readonly recordingId: string; readonly key: Uint8Array | undefined };
/** What is sealed of an entry. */
type Words = { readonly by?: string | undefined; readonly detail?: string | undefined };

/** A player asks for a hundred stretches of a file: once in so long is enough. */
const QUIET_MS = 60_000;
const MOST_REMEMBERED = 10_000;
const LONGEST_DETAIL = 1_000;
const LONGEST_NAME = 200;
const SEALED = 'sealed:';

export class Trail {
  readonly #options: TrailOptions;
  /** When what was noted last. */
  readonly #noted = new Map<string, number>();

  constructor(options: TrailOptions) {
    this.#options = options;
  }

  /** Resolves when it would survive a crash; what is not noted is not done. `once`: once a minute for the same person and thing. */
  async note(of: Of, access: Access, { once = false }: { readonly once?: boolean } = {}): Promise<void> {
    if (!once) return this.#append(of, access);
    const what = JSON.stringify([of.recordingId, access.did, access.viewer, access.detail]);
    const nowMs = this.#options.clock.now();
    const last = this.#noted.get(what);
    if (last !== undefined && nowMs - last < QUIET_MS) return;
    if (this.#noted.size >= MOST_REMEMBERED) this.#forget(nowMs);
    this.#noted.set(what, nowMs);
    try {
      await this.#append(of, access);
    } catch (error) {
      this.#noted.delete(what);
      throw error;
    }
  }

  /** Of nothing that has a name: a list, or what is not there. */
  async noteApart(did: Did, viewer: Viewer, detail?: string): Promise<void> {
    await this.note({ recordingId: '', key: undefined }, { did, as: 'stranger', viewer, detail }, { once: true });
  }

  /** Says nothing of what it was, or who was in it. Resolves with the hash of the entry. */
  async erased(recordingId: string, { why, as }: { readonly why: ErasedWhy; readonly as: string }): Promise<string> {
    const { hash } = await this.#options.audit.append({ actor: as, action: 'erased', subject: this.#subject(recordingId), detail: why });
    return hash;
  }

  /** Oldest first. What was sealed with a key that is destroyed cannot be told any more. */
  async of(recordingId: string, key: Uint8Array | undefined): Promise<readonly TrailEntry[]> {
    const all: TrailEntry[] = [];
    for await (const entry of this.#options.audit.entries({ subject: this.#subject(recordingId) })) {
      const { by, detail } = wordsOf(entry, recordingId, key);
      all.push({ atMs: entry.atMs, by: by === undefined ? entry.actor : `${by} (${entry.actor})`, did: entry.action, detail });
    }
    return all;
  }

  async #append({ recordingId, key }: Of, { did, as, viewer, detail: long }: Access): Promise<void> {
    const { audit } = this.#options;
    const detail = long?.slice(0, LONGEST_DETAIL);
    const name = viewer.name.slice(0, LONGEST_NAME);
    const isOperator = viewer.kind === 'operator';
    const actor = isOperator || key ? actorOf(as, viewer) : `${as} ${this.#standIn(viewer.id)}`;
    const words: Words = { by: isOperator ? undefined : name, detail };
    const sealed = key ? sealedWords(words, recordingId, key) : undefined;
    if (recordingId !== '') await audit.append({ actor, action: did, subject: this.#subject(recordingId), detail: sealed });
    // A detail of nothing in particular is a word of ours: what was refused.
    else await audit.append({ actor, action: did, subject: '', detail });
  }

  /** The same for the same person, and told by nothing but a directory that has the id. */
  #standIn(personId: string): string {
    return createHash('sha256').update(`${this.#options.tenantId} ${personId}`).digest('base64url').slice(0, 12);
  }

  #subject(recordingId: string): string {
    return `${this.#options.tenantId}/${this.#options.which}/${recordingId}`;
  }

  #forget(nowMs: number): void {
    for (const [what, atMs] of this.#noted) if (nowMs - atMs >= QUIET_MS) this.#noted.delete(what);
    // So many in a minute are nobody who plays something.
    if (this.#noted.size >= MOST_REMEMBERED) this.#noted.clear();
  }
}

/** Who lies open in the log. */
export function actorOf(as: string, viewer: Viewer): string {
  return viewer.kind === 'operator' ? `operator ${viewer.name.slice(0, LONGEST_NAME)}` : as;
}

function sealedWords(words: Words, recordingId: string, key: Uint8Array): string {
  const bytes = sealedBytes(Buffer.from(JSON.stringify(words)), { key, context: contextOf(recordingId) });
  return `${SEALED}${Buffer.from(bytes).toString('base64')}`;
}

function wordsOf({ detail }: AuditEntry, recordingId: string, key: Uint8Array | undefined): Words {
  if (!detail?.startsWith(SEALED)) return { detail };
  if (!key) return {};
  try {
    const bytes = openedBytes(Buffer.from(detail.slice(SEALED.length), 'base64'), { key, context: contextOf(recordingId) });
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Words;
  } catch {
    return { detail: 'this entry was changed' };
  }
}

function contextOf(recordingId: string): string {
  return `${recordingId}/trail`;
}
