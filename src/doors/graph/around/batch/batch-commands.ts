/** Up to twenty requests in one, each answered as if it had come alone. Source: Graph docs, json-batching. */
import { batchBody, type BatchAnswer, type BatchRequest, type BatchResponse } from '../../../../wire/graph/batch.ts';
import type { AroundAnswer, AroundRequest, ServeAround } from '../around-command.ts';
import { GraphDoorError } from '../../errors.ts';
import { bodyAs } from '../../request-reading.ts';

export const batchCommands: Readonly<Record<string, ServeAround>> = { 'POST /$batch': serveBatch };

/** Those that depend on none go at once, the others when all that they depend on have succeeded; else they get 424. */
async function serveBatch(request: AroundRequest): Promise<AroundAnswer> {
  const { requests } = bodyAs(batchBody, request.json);
  check(requests);
  const begun = new Map<string, Promise<BatchResponse>>();
  // In such an order that each is begun after those that it depends on.
  for (const each of inOrder(requests)) {
    const before = (each.dependsOn ?? []).flatMap((id) => begun.get(key(id)) ?? []);
    begun.set(
      key(each.id),
      Promise.all(before).then((answers) => (answers.every(({ status }) => status < 400) ? single(each, request) : failed(each))),
    );
  }
  const responses = await Promise.all(requests.map(({ id }) => begun.get(key(id)) as Promise<BatchResponse>));
  return { status: 200, body: { responses } satisfies BatchAnswer };
}

/** Ids are not case-sensitive. */
function key(id: string): string {
  return id.toLowerCase();
}

function check(requests: readonly BatchRequest[]): void {
  const ids = requests.map(({ id }) => key(id));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw bad(`the id ${twice} is there twice`);
  for (const { id, dependsOn, body, headers } of requests) {
    const unknown = dependsOn?.find((each) => !ids.includes(key(each)) || key(each) === key(id));
    if (unknown !== undefined) throw bad(`request ${id} depends on ${unknown}, which is no other request of this batch`);
    const hasType = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
    if (body != null && !hasType) throw bad(`request ${id} has a body and no Content-Type among its headers`);
  }
}

function inOrder(requests: readonly BatchRequest[]): readonly BatchRequest[] {
  const ordered: BatchRequest[] = [];
  const isReady = ({ dependsOn }: BatchRequest): boolean =>
    (dependsOn ?? []).every((id) => ordered.some((each) => key(each.id) === key(id)));
  for (let waiting = [...requests]; waiting.length > 0;) {
    const ready = waiting.filter(isReady);
    if (ready.length === 0) throw bad(`requests ${waiting.map(({ id }) => id).join(', ')} depend on each other in a circle`);
    ordered.push(...ready);
    waiting = waiting.filter((each) => !ready.includes(each));
  }
  return ordered;
}

async function single(each: BatchRequest, { base, headers, fetch, url: outer }: AroundRequest): Promise<BatchResponse> {
  const path = each.url.startsWith('/') ? each.url : `/${each.url}`;
  const version = /^\/(v1\.0|beta)(?=\/)/i.exec(outer.pathname)?.[0] ?? '/v1.0';
  const target = `${new URL(base).origin}${version}${path}`;
  if (!URL.canParse(target) || /^\/\$batch\b/i.test(path))
    return refused(each, 400, 'BadRequest', 'Invalid batch payload format: a batch within a batch, or no address.');
  const sent = new Headers(each.headers ?? {});
  // Who asks is who sent the batch.
  sent.set('authorization', headers.get('authorization') ?? '');
  sent.delete('content-length');
  const method = each.method.toUpperCase();
  const body = method === 'GET' || method === 'HEAD' ? undefined : bodyOf(each.body, sent.get('content-type') ?? '');
  const response = await fetch(new Request(target, { method, headers: sent, ...(body === undefined ? {} : { body }) }));
  return asPart(each.id, response);
}

function bodyOf(body: unknown, type: string): string | Uint8Array<ArrayBuffer> | undefined {
  if (body == null) return undefined;
  if (typeof body === 'string' && !/json/i.test(type)) return new Uint8Array(Buffer.from(body, 'base64'));
  return typeof body === 'string' ? body : JSON.stringify(body);
}

async function asPart(id: string, response: Response): Promise<BatchResponse> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries([...response.headers].map(([name, value]) => [written(name), value]));
  const isJson = /json/i.test(response.headers.get('content-type') ?? '');
  const body = bytes.length === 0 ? {} : { body: isJson ? (JSON.parse(bytes.toString('utf8')) as unknown) : bytes.toString('base64') };
  return { id, status: response.status, headers, ...body };
}

/** As Graph writes names of headers within a batch: Microsoft's own client looks for `Content-Type` in just these letters. */
function written(name: string): string {
  if (name === 'odata-version') return 'OData-Version';
  return name.startsWith('x-') ? name : name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function failed(each: BatchRequest): BatchResponse {
  return refused(each, 424, 'FailedDependency', 'A request that this one depends on failed; it was not begun.');
}

function refused({ id }: BatchRequest, status: number, code: string, message: string): BatchResponse {
  return { id, status, headers: { 'Content-Type': 'application/json' }, body: { error: { code, message } } };
}

function bad(why: string): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', `Invalid batch payload format: ${why}.`);
}
