/** Microsoft's own client of Graph at work on a house: asks by the names of its endpoints, and every answer is held against the metadata. */
import { Client, GraphError } from '@microsoft/teams.graph';
import { differences } from './conforms.ts';
import { readCsdl, refOf, type Csdl, type TypeRef } from './csdl.ts';
import { commandOf, endpoints, type Endpoint } from './endpoints.ts';

/** What came back: Graph's answer, or its refusal as Microsoft's client reports it. */
export type Outcome = { readonly name: string; readonly status: 'done' | number; readonly code: string; readonly body: unknown };

export type Words = {
  readonly id?: string;
  readonly second?: string;
  /** Other ids of the path, by their names in it. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly query?: Readonly<Record<string, unknown>>;
};

export class MicrosoftDriver {
  readonly outcomes: Outcome[] = [];
  /** What was not as the metadata have it. */
  readonly differences: string[] = [];
  readonly #call: (endpoint: Endpoint, ...words: object[]) => Promise<unknown>;
  readonly #csdl: Csdl = readCsdl();

  readonly #endpoints: ReadonlyMap<string, Endpoint>;

  constructor(url: string, token: string, exported: ReadonlyMap<string, Endpoint> = endpoints) {
    this.#endpoints = exported;
    const client = new Client({ token, baseUrlRoot: url });
    this.#call = client.call.bind(client) as (endpoint: Endpoint, ...words: object[]) => Promise<unknown>;
  }

  /** Asks an endpoint by its name in the package; a refusal is an outcome. */
  async ask(name: string, { id = '', second = '', ids: others = {}, body, query = {} }: Words = {}): Promise<Outcome> {
    const endpoint = this.#endpoints.get(name);
    if (!endpoint) throw new Error(`Microsoft's package exports no ${name}`);
    const ids = {
      'call-id': id,
      'participant-id': second,
      'audioRoutingGroup-id': second,
      'commsOperation-id': second,
      'contentSharingSession-id': second,
    };
    const parameters = { ...ids, ...others, ...query };
    const answer = this.#call(endpoint, ...(takesBody(endpoint) ? [body ?? {}] : []), ...(takesParameters(endpoint) ? [parameters] : []));
    const outcome = await answer.then(
      (given): Outcome => ({ name, status: 'done', code: '', body: given }),
      (error: unknown): Outcome => refusalOf(name, error),
    );
    this.outcomes.push(outcome);
    if (outcome.status === 'done') this.#check(name, commandOf(endpoint), outcome.body);
    return outcome;
  }

  /** The answer of an endpoint that must not refuse. */
  async done<T = { readonly id: string }>(name: string, words: Words = {}): Promise<T> {
    const outcome = await this.ask(name, words);
    if (outcome.status !== 'done') throw new Error(`${name}: ${String(outcome.status)} ${outcome.code} ${JSON.stringify(outcome.body)}`);
    return outcome.body as T;
  }

  /** Holds a notification's item, or an answer, against its type. */
  check(what: string, value: unknown, type: TypeRef, isPartial: boolean): void {
    this.differences.push(...differences(this.#csdl, value, type, { isPartial }, what));
  }

  #check(name: string, command: string, body: unknown): void {
    // The metadata at hand have no chats: what is answered there is held against the pages' examples, beside the code.
    if (command.includes(' /chats/')) return;
    const type = answerType(this.#csdl, command);
    if (type === undefined) {
      if (body !== undefined && body !== null && body !== '')
        this.differences.push(`${name}: answered ${JSON.stringify(body)} where nothing was due`);
    } else if (type.isCollection) this.check(name, (body as { value: unknown }).value, type, false);
    else this.check(name, body, type, false);
  }
}

/** The package's functions take a body first, if there is one, and parameters, if the path or the query has any. */
function takesBody(endpoint: Endpoint): boolean {
  return endpoint.length === 2 || !takesParameters(endpoint);
}

function takesParameters(endpoint: Endpoint): boolean {
  const { method, path } = endpoint({}, {});
  return path.includes('{') || method === 'get';
}

function refusalOf(name: string, error: unknown): Outcome {
  if (!(error instanceof GraphError)) throw error;
  return { name, status: error.statusCode, code: error.code ?? '', body: error.body };
}

/** What lies in a collection, by the collection's name in a path. */
const entities: Readonly<Record<string, string>> = {
  calls: 'graph.call',
  participants: 'graph.participant',
  audioroutinggroups: 'graph.audioRoutingGroup',
  contentsharingsessions: 'graph.contentSharingSession',
  operations: 'graph.commsOperation',
  onlinemeetings: 'graph.onlineMeeting',
  attendancereports: 'graph.meetingAttendanceReport',
  attendancerecords: 'graph.attendanceRecord',
  transcripts: 'graph.callTranscript',
  recordings: 'graph.callRecording',
  presences: 'graph.presence',
};

/** What the metadata say that a command answers with; undefined for nothing. */
function answerType(csdl: Csdl, command: string): TypeRef | undefined {
  const [method = '', path = ''] = command.split(' ');
  const segments = path.split('/').slice(1);
  const last = segments.at(-1) ?? '';
  if (method === 'DELETE') return undefined;
  if (last === 'presence') return refOf('graph.presence');
  const entity = entities[last];
  if (entity !== undefined) return refOf(method === 'GET' ? `Collection(${entity})` : entity);
  if (last === '{id}') return refOf(entities[segments.at(-2) ?? ''] ?? '');
  const bound = segments.findLast((segment) => segment in entities) ?? '';
  const [, actions = []] = [...csdl.actions].find(([name]) => name.toLowerCase() === last) ?? [];
  const [first, ...more] = actions;
  return (more.length === 0 ? first : actions.find(({ boundTo }) => boundTo.name === entities[bound]))?.returns;
}
