import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { realClock, type Clock } from '../../base/clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { apertium } from './apertium.ts';
import { modesIn, pipeOf, routeOf, targetsOf } from './apertium-modes.ts';
import { translatorConformance } from './conformance/translator.ts';
import { whyNoApertium } from './test-apertium.ts';

const clock = realClock();
const MODES = '/usr/share/apertium/modes';
const missing = await whyNoApertium();

translatorConformance('apertium', { missing, make: () => apertium({ clock }), unknown: 'tlh' });

describe.skipIf(missing !== undefined)(`apertium${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  const translator = apertium({ clock });
  afterAll(() => translator[Symbol.asyncDispose]());
  const into = async (text: string, to: string, from: string = 'en'): Promise<string | undefined> =>
    (await translator.translate(text, { from, to: [to] }))[0];

  test('what a recogniser gives becomes a sentence; a text with capitals keeps the end that it has', async () => {
    expect(await into('hello everybody', 'es')).toBe('Hola todo el mundo.');
    expect(await into('the meeting is on monday', 'es')).toBe('La reunión es el lunes.');
    expect(await into("i'm a doctor and i am tall", 'es')).toBe('Soy un doctor y soy alto.');
    expect(await into('The meeting is on Monday', 'es')).toBe('La reunión es el lunes');
    expect(await into('Is the house big?', 'es')).toMatch(/casa.*\?$/u);
    expect(await into('no', 'es')).toBe('No.');
  });

  test('capitals are where they belong, in English too', async () => {
    expect(await into('nos vemos el lunes y yo hablo', 'en', 'es')).toBe('We see us the Monday and I speak.');
    expect(await into('hello my name is ada', 'es')).toBe('Hola mi nombre es ada.');
    expect(await into('My friend Martha is here.', 'es')).toContain('Martha');
  });

  test('its marks of words that it does not know are taken away; those that were said are not', async () => {
    expect(await into('my name is zoltanka', 'es')).toBe('Mi nombre es zoltanka.');
    expect(await into('Room #1 and *two* for a@b.com', 'es')).toMatch(/#1.*\*\p{L}+\*.*a@b\.com/u);
  });

  test('where there is no direct way it goes by a third language', async () => {
    expect(await into('the red house is big', 'fr')).toBe('La maison rouge est grande.');
    expect(await translator.targets('en')).toContain('fr');
    expect(await into('la maison rouge est grande', 'en', 'fr-FR')).toMatch(/red house is big/u);
  });

  test('a variety is used where it is asked for', async () => {
    const [american] = await translator.translate('el centro', { from: 'es', to: ['en-US'] });
    expect(american).toMatch(/cent(?:er|re)/iu);
    expect(await translator.targets('es')).toEqual(expect.arrayContaining(['en', 'ca']));
  });

  test('a pipeline that is killed with a text in it is begun again, and the text comes', async () => {
    expect(await into('the dog', 'es')).toBe('El perro.');
    const [pipeline = 0] = pipelinesOf('eng-spa');
    // It stands still, so that the text is in it for sure when it dies.
    process.kill(-pipeline, 'SIGSTOP');
    const working = into('the cat', 'es');
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    process.kill(-pipeline, 'SIGKILL');
    expect(await working).toBe('El gato.');
    const [later = 0] = pipelinesOf('eng-spa');
    expect(later).not.toBe(pipeline);
  });

  test('one of its programs that dies takes the pipeline with it, and the next text comes all the same', async () => {
    expect(await into('the dog', 'es')).toBe('El perro.');
    const [pipeline = 0] = pipelinesOf('eng-spa');
    const part = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pipeline)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/u)
      .at(-3);
    process.kill(Number(part), 'SIGKILL');
    expect(await into('the horse', 'es')).toBe('El caballo.');
  });

  test('one that hangs is ended in time, and the text tried once more', async () => {
    const due: (() => void)[] = [];
    const watched: Clock = { ...clock, after: (ms, task) => (ms === 15_000 && due.push(task), { [Symbol.dispose]: () => undefined }) };
    await using hanging = apertium({ clock: watched });
    const before = new Set(pipelinesOf('eng-cat'));
    expect(await hanging.translate('the dog', { from: 'en', to: ['ca'] })).toEqual(['El gos.']);
    const [pipeline = 0] = pipelinesOf('eng-cat').filter((pid) => !before.has(pid));
    process.kill(-pipeline, 'SIGSTOP');
    const working = hanging.translate('the cat', { from: 'en', to: ['ca'] });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    due.at(-1)?.();
    expect(await working).toEqual(['El gat.']);
  });

  test('no more pipelines run than may: the one that nobody needs makes room, and who needs one waits', async () => {
    const before = new Set(pipelinesOf('-'));
    await using small = apertium({ clock, limit: 1 });
    const ours = (): readonly number[] => pipelinesOf('-').filter((pid) => !before.has(pid));
    expect(await small.translate('the dog', { from: 'en', to: ['es', 'ca', 'fr'] })).toEqual(['El perro.', 'El gos.', 'Le chien.']);
    expect(ours()).toHaveLength(1);
    await small[Symbol.asyncDispose]();
    await expect(small.translate('the dog', { from: 'en', to: ['es'] })).rejects.toMatchObject({ code: 'speech/no-provider' });
  });

  test('more texts at once than may wait are refused, the others come', async () => {
    const all = await Promise.allSettled(Array.from({ length: 300 }, (_, at) => into(`the dog ${String(at)}`, 'es')));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(256);
    expect(all.at(-1)).toMatchObject({ reason: { code: 'speech/throttled' } });
    expect(await into('the dog', 'es')).toBe('El perro.');
  });

  test('virtual time stands still while it translates', async () => {
    const turned = virtualClock();
    await using there = apertium({ clock: turned });
    const working = there.translate('the dog', { from: 'en', to: ['es'] });
    await turned.settle();
    expect(await working).toEqual(['El perro.']);
    expect(turned.now()).toBe(0);
  });

  test('a pipe that cannot run is told of, with what it said', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-modes-'));
    await writeFile(join(folder, 'eng-spa.mode'), "lt-proc '/nowhere/eng-spa.bin' | lt-proc $1 '/nowhere/gen.bin'");
    await copyFile(join(MODES, 'eng-cat.mode'), join(folder, 'eng-cat.mode'));
    await using broken = apertium({ clock, modesFolder: folder });
    await expect(broken.translate('hello', { from: 'en', to: ['es'] })).rejects.toMatchObject({
      code: 'speech/provider-failed',
      message: expect.stringContaining('eng-spa'),
    });
    expect(await broken.translate('the dog', { from: 'en', to: ['ca'] })).toEqual(['El gos.']);
    await rm(folder, { recursive: true });
  });
});

test('where its programs are missing, but not its languages, one line says what to install', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-modes-'));
  const path = process.env['PATH'];
  try {
    for (const each of ['sh', 'cat']) await symlink(`/bin/${each}`, join(folder, each));
    await writeFile(join(folder, 'eng-spa.mode'), "lt-proc '/x.bin' | apertium-tagger -g $2 '/x.prob' | lt-proc $1 '/y.bin'");
    process.env['PATH'] = folder;
    await using bare = apertium({ clock, modesFolder: folder });
    await expect(bare.translate('hello', { from: 'en', to: ['es'] })).rejects.toMatchObject({
      code: 'speech/no-provider',
      message: expect.stringMatching(/^apertium is not on this machine: apt-get install -y apertium [^\n]*$/u),
    });
    // One of them is there: the shell's words for the others become one line as well.
    await symlink('/bin/cat', join(folder, 'lt-proc'));
    await expect(bare.translate('hello', { from: 'en', to: ['es'] })).rejects.toMatchObject({
      code: 'speech/provider-failed',
      message: expect.stringMatching(/^the pipeline eng-spa [^\n]* without apertium-tagger: apt-get install -y apertium$/u),
    });
  } finally {
    process.env['PATH'] = path;
    await rm(folder, { recursive: true });
  }
});

test('a machine without it, or without a language, is told what to install', async () => {
  const none = apertium({ clock, modesFolder: '/nowhere' });
  expect(await none.missing()).toMatch(/apertium.*apt-get install/u);
  expect(await none.targets('en')).toEqual([]);
  await expect(none.translate('hello', { from: 'en', to: ['es'] })).rejects.toMatchObject({
    code: 'speech/no-provider',
    message: expect.stringMatching(/apt-get install/u),
  });
});

describe('the directions of a folder', () => {
  test('are known by their names, in the codes of everybody else; what is for debugging is left out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-modes-'));
    const files = ['eng-spa', 'spa-fra', 'eng-cat_valencia', 'eng-cat', 'por-fra_BR', 'eng-spa-tagger', 'eco-es-fr', 'README'];
    for (const file of files)
      await writeFile(join(folder, file === 'README' ? file : `${file}.mode`), 'lt-proc x | sed s/a/b/ | apertium-pretransfer');
    const modes = await modesIn(folder, clock);
    expect(modes.map(({ name, from, to }) => `${name} ${from} ${to}`)).toEqual([
      'eng-cat_valencia en ca-valencia',
      'eng-cat en ca',
      'eng-spa en es',
      'por-fra_BR pt fr-BR',
      'spa-fra es fr',
    ]);
    expect(routeOf(modes, 'en-GB', 'fr-CA')?.map(({ name }) => name)).toEqual(['eng-spa', 'spa-fra']);
    expect(routeOf(modes, 'en', 'ca-valencia')?.map(({ name }) => name)).toEqual(['eng-cat_valencia']);
    expect(routeOf(modes, 'fr', 'en')).toBeUndefined();
    expect(targetsOf(modes, 'en')).toEqual(['ca', 'es', 'fr']);
    expect(await pipeOf(folder, { name: 'eng-spa', from: 'en', to: 'es' }, clock)).toBe(
      'lt-proc -z x | sed s/a/b/ | apertium-pretransfer -z',
    );
    await rm(folder, { recursive: true });
  });
});

/** Shells of this process that run a pipe which names that direction. */
function pipelinesOf(direction: string): readonly number[] {
  const listing = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return listing
    .split('\n')
    .filter((line) => line.includes('sh -c exec 3<&0; cat') && line.includes(direction))
    .map((line) => Number(line.trim().split(/\s+/u)[0]));
}
