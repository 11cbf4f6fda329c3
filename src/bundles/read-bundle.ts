/** Reads the file of a captured call, strictly: what is wrong with it is said together with its place. */
import { z } from 'zod';
import { readWav } from '../media/wav.ts';
import type { Bundle, BundleFact, BundleMessage, BundleParty, Deed } from './bundle.ts';
import { BundleError } from './errors.ts';

/** The bundle in this text. Throws a `BundleError` that names what is wrong and where. */
export function readBundle(text: string): Bundle {
  const json = parsed(text);
  const head = headSchema.safeParse(json);
  if (!head.success || head.data.format !== 'rollcall-call')
    throw new BundleError('bundle/not-a-call', 'this is JSON, but no captured call: its "format" has to be "rollcall-call"');
  if (head.data.version !== 1)
    throw new BundleError(
      'bundle/other-version',
      `this call was captured in version ${String(head.data.version)} of the format, and this program knows version 1: use the program that made it, or a newer one`,
    );
  const read = bundleSchema.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw bad(issue?.path.join('.') ?? '', issue?.message ?? 'it is not as it has to be', read.error);
  }
  checkSounds(read.data);
  return read.data;
}

/** The samples of a sound of the bundle, 16 kHz. Throws a `BundleError` if it has none of that name. */
export function soundOf(bundle: Pick<Bundle, 'sounds'>, name: string): Int16Array {
  const base64 = Object.hasOwn(bundle.sounds, name) ? bundle.sounds[name] : undefined;
  if (base64 === undefined) throw bad('sounds', `there is no sound "${name}" in it`);
  try {
    return readWav(Buffer.from(base64, 'base64'));
  } catch (error) {
    throw bad(`sounds.${name}`, error instanceof Error ? error.message : String(error), error);
  }
}

function checkSounds(bundle: Bundle): void {
  for (const name of Object.keys(bundle.sounds)) soundOf(bundle, name);
  const named = (name: string, place: string): void => {
    if (!Object.hasOwn(bundle.sounds, name)) throw bad(place, `there is no sound "${name}" in it`);
  };
  for (const [at, deed] of bundle.deeds.entries()) if (deed.kind === 'say') named(deed.sound, `deeds.${String(at)}.sound`);
  for (const [at, { sound }] of bundle.heard.entries()) named(sound, `heard.${String(at)}.sound`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BundleError('bundle/not-json', `a captured call is one JSON file, and this is none: ${why}`, { cause });
  }
}

function bad(place: string, what: string, cause?: unknown): BundleError {
  return new BundleError('bundle/bad-content', `this captured call cannot be used: ${place || 'the whole'}: ${what}`, { cause });
}

const ms = z.number().nonnegative();
const headSchema = z.object({ format: z.string(), version: z.number() });
const party: z.ZodType<BundleParty> = z.object({
  kind: z.enum(['person', 'app', 'guest', 'nobody']),
  id: z.string(),
  tenantId: z.string().optional(),
  name: z.string(),
  number: z.string(),
});
const fact: z.ZodType<BundleFact> = z.looseObject({ version: z.number(), callId: z.string(), atMs: ms, type: z.string() });
const done = { atMs: ms, who: z.string().min(1) };
const deed: z.ZodType<Deed> = z.discriminatedUnion('kind', [
  z.object({ ...done, kind: z.literal('dial'), number: z.string().min(1) }),
  z.object({ ...done, kind: z.literal('join'), meeting: z.string().min(1) }),
  z.object({ ...done, kind: z.literal('key'), key: z.string().regex(/^[0-9*#A-D]$/, 'is no key: 0 to 9, *, # and A to D are') }),
  z.object({ ...done, kind: z.literal('say'), sound: z.string().min(1) }),
  z.object({ ...done, kind: z.enum(['answer', 'decline', 'hangUp', 'lost', 'mute', 'unmute']) }),
]);
const message: z.ZodType<BundleMessage> = z.object({
  // A message may have been on its way before the call had begun.
  atMs: z.number(),
  direction: z.enum(['command', 'notification']),
  appId: z.string(),
  method: z.string().min(1),
  url: z.string(),
  requestBody: z.string().optional(),
  status: z.number().int().optional(),
  responseBody: z.string().optional(),
  seenBy: z.array(z.enum(['bot', 'switchboard'])),
});
const bundleSchema: z.ZodType<Bundle> = z.object({
  format: z.literal('rollcall-call'),
  version: z.literal(1),
  made: z.object({ atMs: ms, by: z.string(), where: z.enum(['switchboard', 'lab']) }),
  lacks: z.array(z.string()),
  personsRemoved: z.object({ sound: z.enum(['removed', 'kept']) }).optional(),
  call: z.object({ callId: z.string().min(1), from: party, to: party, begunMs: ms, endedMs: ms.optional() }),
  people: z.array(z.object({ userId: z.string().min(1), name: z.string(), number: z.string() })),
  apps: z.array(z.object({ appId: z.string().min(1), name: z.string(), number: z.string() })),
  facts: z.array(fact),
  deeds: z.array(deed),
  messages: z.array(message),
  sounds: z.record(z.string(), z.string()),
  heard: z.array(z.object({ atMs: ms, who: z.string().min(1), sound: z.string() })),
});
