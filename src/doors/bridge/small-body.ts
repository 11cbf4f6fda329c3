/** Reads the body of a request that says little. */
import { refuse, type Refusal } from './refusal.ts';

const mostBytes = 4 * 1024;

/** The JSON of a body, an empty one being `{}`; or why it is not read. */
export async function jsonOf(request: Request): Promise<{ readonly ok: true; readonly json: unknown } | Refusal> {
  const type = request.headers.get('content-type') ?? 'application/json';
  if (!/^application\/json(;|$)/i.test(type.trim()))
    return refuse('unsupportedMediaType', `A body of ${type.slice(0, 100)} cannot be read: send application/json.`);
  if (!/^(identity)?$/i.test(request.headers.get('content-encoding') ?? ''))
    return refuse('unsupportedMediaType', 'A compressed body is not read here: send it as it is.', { 'accept-encoding': 'identity' });
  const text = await textOf(request.body);
  if (text === undefined) return refuse('tooLarge', `The body may have ${String(mostBytes)} bytes at most.`);
  try {
    return { ok: true, json: text.trim() === '' ? {} : (JSON.parse(text) as unknown) };
  } catch {
    return refuse('badRequest', 'The body is not JSON: send { "version": 1 }.');
  }
}

async function textOf(stream: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
  if (!stream) return '';
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    length += chunk.value.length;
    if (length > mostBytes) {
      void reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(chunk.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}
