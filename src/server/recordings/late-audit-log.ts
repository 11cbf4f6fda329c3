/** An audit log whose key is in a vault elsewhere: it is opened when that answers. Until then nothing can be noted, so nothing is done, and the house is open. */
import type { AuditDeed, AuditEntry, AuditLog, AuditQuery, AuditVerdict } from '../../store/audit-log.ts';

export class LateAuditLog implements AuditLog {
  readonly #open: () => Promise<AuditLog>;
  #opening: Promise<AuditLog> | undefined;
  #isOpen = false;

  constructor(open: () => Promise<AuditLog>) {
    this.#open = open;
  }

  /** Rejects as it does where it is first needed; asked again, it is tried again. */
  async opened(): Promise<AuditLog> {
    this.#opening ??= this.#open();
    const opening = this.#opening;
    try {
      const log = await opening;
      this.#isOpen = true;
      return log;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  async append(deed: AuditDeed): Promise<AuditEntry> {
    return (await this.opened()).append(deed);
  }

  async *entries(query?: AuditQuery): AsyncGenerator<AuditEntry> {
    yield* (await this.opened()).entries(query);
  }

  async verify(): Promise<AuditVerdict> {
    return (await this.opened()).verify();
  }

  /** A vault that does not answer is not waited for: what it opens after all is closed then. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closing = this.#opening?.then((log) => log[Symbol.asyncDispose]()).catch(() => undefined);
    if (this.#isOpen) await closing;
  }
}
