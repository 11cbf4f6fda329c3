/** Where what belongs to a recording lies: its blobs, its wrapped key, and its folder on this machine while it is recorded or read. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileContent, FileFormat } from '../media/files/recording-file.ts';

export type PlacesOptions = {
  readonly tenantId: string;
  /** Two archives of a house keep their recordings apart by it. */
  readonly which: string;
  /** On this machine; nobody else's. */
  readonly folder: string;
};

export class Places {
  readonly #options: PlacesOptions;

  constructor(options: PlacesOptions) {
    this.#options = options;
  }

  /** What all blobs of a recording begin with. */
  prefix(recordingId: string): string {
    return `${asPart(this.#options.tenantId)}/recordings-${this.#options.which}/${recordingId}/`;
  }

  file({ recordingId, edition }: Edition, name: string): string {
    return `${this.prefix(recordingId)}${nameIn(edition, name)}`;
  }

  waveforms(of: Edition): string {
    return this.file(of, 'waveforms');
  }

  log(of: Edition, name: string): string {
    return this.file(of, name);
  }

  key(recordingId: string): string {
    return `${asPart(this.#options.tenantId)}/keys-${this.#options.which}/${recordingId}`;
  }

  /** What its key was wrapped for. */
  keyContext(recordingId: string): string {
    return `${this.#options.tenantId}/${recordingId}`;
  }

  /** The folders of all recordings. */
  get spools(): string {
    return join(this.#options.folder, asPart(this.#options.tenantId), this.#options.which);
  }

  spool(recordingId: string): string {
    return join(this.spools, recordingId);
  }

  /** Where its segment log is written. */
  logFolder(recordingId: string): string {
    return join(this.spool(recordingId), 'log');
  }

  /** The log anew, while it is written, and the one whose place it takes: of the two one is always whole. */
  newLogFolder(recordingId: string): string {
    return join(this.spool(recordingId), 'log-new');
  }

  oldLogFolder(recordingId: string): string {
    return join(this.spool(recordingId), 'log-old');
  }

  /** Where sealed files lie while they are made; whatever is in it at a start was left over. */
  workFolder(recordingId: string): string {
    return join(this.spool(recordingId), 'work');
  }
}

/** All that is put away of a recording is made anew when something is taken out of its sound; beside what was there before, until it is whole. */
export type Edition = { readonly recordingId: string; readonly edition: number };

/** What is put away as `name`, below the prefix of its recording. */
export function nameIn(edition: number, name: string): string {
  return edition === 0 ? name : `edition-${String(edition)}/${name}`;
}

/** What a file is called, in addresses and when it is saved: `mixed.ogg`, `track-3.wav`, `speaker.webm`. */
export function nameOfFile(content: FileContent, format: FileFormat): string {
  if (content.kind === 'mixed') return `mixed.${format}`;
  if (content.kind === 'track') return `track-${String(content.track)}.${format}`;
  return `${content.layout}.${format}`;
}

/** Tenants have ids of any kind: what could not stand in a key is written in another way. */
function asPart(id: string): string {
  return /^[A-Za-z0-9-]{1,64}$/.test(id) ? id : `_${createHash('sha256').update(id).digest('hex')}`;
}
