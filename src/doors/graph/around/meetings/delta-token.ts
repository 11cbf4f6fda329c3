/** What is new since somebody last asked, in pages. The link says how far one has come; nothing is kept here. Source: Graph docs, delta-query-overview. */
import { GraphDoorError } from '../../errors.ts';
import type { ShelvedRecording } from './recording-shelf.ts';

type Options = { readonly url: URL; readonly base: string; readonly pageSize: number };
type Delta = { readonly value: readonly ShelvedRecording[]; readonly link: Readonly<Record<string, string>> };

/** `all` by the moments at which they were saved. */
export function deltaOf(all: readonly ShelvedRecording[], { url, base, pageSize }: Options): Delta {
  const after = placeIn(url);
  const left = after === undefined ? all : all.filter((each) => isAfter(each, after));
  const value = left.slice(0, pageSize);
  const last = value.at(-1) ?? after;
  const more = left.length > value.length;
  const path = `${base}${url.pathname.replace(/^\/(v1\.0|beta)(?=\/)/i, '')}`;
  const token = encodeURIComponent(tokenOf(last));
  const link = more ? { '@odata.nextLink': `${path}?$skiptoken=${token}` } : { '@odata.deltaLink': `${path}?$deltatoken=${token}` };
  return { value, link };
}

type Place = Pick<ShelvedRecording, 'savedMs' | 'recordingId'>;

function isAfter(one: Place, { savedMs, recordingId }: Place): boolean {
  return one.savedMs > savedMs || (one.savedMs === savedMs && one.recordingId > recordingId);
}

function tokenOf(place: Place | undefined): string {
  return Buffer.from(`since ${String(place?.savedMs ?? 0)} ${place?.recordingId ?? ''}`).toString('base64url');
}

function placeIn({ searchParams }: URL): Place | undefined {
  const names = [...searchParams.keys()].filter((name) => /^\$?(skip|delta)token$/i.test(name));
  const token = names[0] === undefined ? undefined : searchParams.get(names[0]);
  if (token === undefined || token === null) return undefined;
  const [, ms, recordingId] = /^since (\d{1,15}) (.*)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (ms !== undefined && recordingId !== undefined) return { savedMs: Number(ms), recordingId };
  throw new GraphDoorError('graph-door/bad-request', 'The token is none that was given out here.');
}
