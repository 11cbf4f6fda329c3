/** The library of a house as its people ask for it over HTTP, and what lies on its disk. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { RecordingDetail } from '../../src/wire/live/library.ts';

type Who = { readonly user: string };

export class KeptLibrary {
  readonly #url: string;
  readonly #folder: string;

  constructor({ url, data }: { readonly url: string; readonly data: string }) {
    this.#url = url;
    this.#folder = join(data, 'recordings');
  }

  /** The address of a page, for one of its people. */
  urlOf(path: string, { user }: Who): string {
    const url = new URL(path, this.#url);
    url.searchParams.set('as', user);
    return url.href;
  }

  /** What is answered for the recording that has its page at `/library/<id>`, or for what belongs to it. */
  ask(path: string, who: Who): Promise<Response> {
    return fetch(this.urlOf(path.replace('/library', '/kept'), who));
  }

  async detailOf(path: string, who: Who): Promise<RecordingDetail> {
    return (await (await this.ask(path, who)).json()) as RecordingDetail;
  }

  /** What lies on the disk of recordings, whoever makes them: neither keys of the house nor its audit log are of one. */
  async onDisk(): Promise<readonly string[]> {
    const all = await readdir(this.#folder, { recursive: true, withFileTypes: true });
    return all
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => path !== join(this.#folder, 'keys.json') && !relative(this.#folder, path).split('/').includes('audit'));
  }
}
