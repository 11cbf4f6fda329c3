/** Who did what, and when: what is written is never changed, and where somebody does it all the same, it shows. The port. */
import { createHmac, type KeyObject } from 'node:crypto';
import { StoreError } from './errors.ts';

/** What is told to the log; it knows the time itself. */
export type AuditDeed = {
  readonly actor: string;
  readonly action: string;
  /** What it was done with; entries are found by it. Empty where it is nothing that has a name. */
  readonly subject: string;
  readonly detail?: string | undefined;
};

export type AuditEntry = AuditDeed & {
  /** 1, 2, 3, … without a gap. */
  readonly sequence: number;
  /** Wall time, in milliseconds since 1970 UTC. */
  readonly atMs: number;
  /** Base64url: HMAC-SHA256 over this entry and the hash of the one before. Who does not have the log's key cannot make another that fits. */
  readonly hash: string;
};

export type AuditQuery = {
  readonly subject?: string | undefined;
  /** Only what came after this sequence. */
  readonly after?: number | undefined;
};

/** `brokenAt` is the first entry that is not as it was written: changed, put in, or missing. */
export type AuditVerdict =
  { readonly isIntact: true; readonly entries: number } | { readonly isIntact: false; readonly brokenAt: number; readonly problem: string };

export interface AuditLog extends AsyncDisposable {
  /** Resolves when it would survive a crash. Rejects with `store/bad-fact` for what is too long, `store/full` and `store/failed` as the disk does. */
  append(deed: AuditDeed): Promise<AuditEntry>;
  /** Oldest first, as far as there are any when it is asked; read page by page. */
  entries(query?: AuditQuery): AsyncIterable<AuditEntry>;
  /**
   * Reads the whole log again. It finds what was changed, swapped, put in, taken out, cut off at the end, or chained again without the key;
   * it cannot find that the whole folder was put back as it once was. Keep a hash elsewhere for that, as a proof of erasure does.
   */
  verify(): Promise<AuditVerdict>;
}

const LONGEST_WORD = 512;
const LONGEST_DETAIL = 65_536;

/** Throws a `StoreError` for what cannot be kept. */
export function checkedDeed(deed: AuditDeed): AuditDeed {
  const { actor, action, subject, detail = '' } = deed;
  const isDeed = [actor, action, subject].every((word) => word.length <= LONGEST_WORD) && action !== '' && detail.length <= LONGEST_DETAIL;
  if (isDeed) return deed;
  throw new StoreError(
    'store/bad-fact',
    `an audit entry has an action, words of at most ${String(LONGEST_WORD)} characters and a detail of at most ${String(LONGEST_DETAIL)}; that of ${JSON.stringify(action.slice(0, LONGEST_WORD))} has not`,
  );
}

/** The hash of an entry that follows the one with the hash `before` (empty for the first). */
export function auditHash(key: KeyObject, before: string, entry: Omit<AuditEntry, 'hash'>): string {
  const { sequence, atMs, actor, action, subject, detail = null } = entry;
  return macOf(key, JSON.stringify(['entry', before, sequence, atMs, actor, action, subject, detail]));
}

/** Where the log ends; kept apart from it. */
export type AuditHead = { readonly sequence: number; readonly hash: string };
export const AUDIT_BEGINNING: AuditHead = { sequence: 0, hash: '' };

export function writeHead(key: KeyObject, { sequence, hash }: AuditHead): string {
  return JSON.stringify({ sequence, hash, mac: headMac(key, sequence, hash) });
}

/** Undefined where it is none, or was made without the key. */
export function readHead(key: KeyObject, text: string | undefined): AuditHead | undefined {
  try {
    const { sequence, hash, mac } = JSON.parse(text ?? '') as { readonly sequence: number; readonly hash: string; readonly mac: string };
    return mac === headMac(key, sequence, hash) ? { sequence, hash } : undefined;
  } catch {
    return undefined;
  }
}

const headMac = (key: KeyObject, sequence: number, hash: string): string => macOf(key, JSON.stringify(['head', sequence, hash]));
const macOf = (key: KeyObject, text: string): string => createHmac('sha256', key).update(text).digest('base64url');
