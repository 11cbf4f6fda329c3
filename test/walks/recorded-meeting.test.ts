/**
 * A meeting that is recorded, from the question whether it may be to the proof that nothing is left: three people in real Chromium with a tone
 * and a colour of their own, the recorder among them, its files by ear and by eye, and the player in the library.
 */
import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada as adaOf, alan as alanOf, grace as graceOf, katherine } from '../../bots/people.ts';
import { sampleBots } from '../../src/server/sample-house.ts';
import type { RecordingDetail } from '../../src/wire/live/library.ts';
import { findChromium } from './browser.ts';
import { until } from './ear.ts';
import { inFilesOf } from './files-of-recording.ts';
import { hasFfmpeg } from './ivf.ts';
import { KeptLibrary } from './kept-library.ts';
import { faultsOfLibrary } from './library-faults.ts';
import { LibraryPlayer } from './library-player.ts';
import { linkIn, presses, reads, writes } from './meeting-chat.ts';
import { patience } from './meeting-judge.ts';
import { openPassingHouse } from './open-house.ts';
import { RecordedPeople } from './recorded-people.ts';
import { rememberedVoice, type RememberedVoice } from './remembered-voice.ts';

const chromium = findChromium();
const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 360, height: 740 } },
};
const idIn = (path: string): string => path.replace('/library/', '');
/** A frame of sound lies on both sides of a moment. */
const EDGE_MS = 120;

describe.skipIf(chromium === undefined || !hasFfmpeg())('a recorded meeting', { timeout: 120_000 }, () => {
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let voice: RememberedVoice;
  let people: RecordedPeople;
  /** Where the recordings are found: by the recorder, and by the switchboard itself. */
  let [byBot, byHouse] = ['', ''];
  let library: KeptLibrary;
  let player: LibraryPlayer;

  beforeAll(async () => {
    voice = await rememberedVoice();
    const bots = sampleBots.filter(({ name }) => name === 'recorder');
    house = await openPassingHouse({ https: { enabled: false }, bots }, { speech: voice });
    library = new KeptLibrary(house);
    people = await RecordedPeople.open({ chromium: chromium ?? '', url: house.url });
  }, 60_000);

  afterAll(async () => {
    await Promise.all([people?.[Symbol.asyncDispose](), player?.browser.close()]);
    await house?.[Symbol.asyncDispose]();
    await voice?.[Symbol.asyncDispose]();
  }, 30_000);

  const detailOf = (path: string): Promise<RecordingDetail> => library.detailOf(path, adaOf);
  const openPlayer = async (path: string): Promise<void> => {
    player ??= await LibraryPlayer.launch(chromium ?? '');
    await player.open(library.urlOf(path, adaOf));
  };

  test('everybody is asked, and sees who records; before it may begin there is not one byte, and who refuses is told that he is left out', async () => {
    const { ada, grace, alan } = people;
    await people.meet();
    await ada.rings('108');
    await people.seeRecordedBy('recorder');
    const question = await until(() => voice.said(/press 1/), patience);
    await Promise.all(people.all.map(({ ear: hers }) => hers.hears(question, 'the question', patience)));
    expect(await library.onDisk(), 'before anybody has agreed').toEqual([]);
    await presses(ada.page, '1');
    await presses(grace.page, '1');
    expect(await library.onDisk(), 'before all have answered').toEqual([]);
    await presses(alan.page, '2');
    await alan.ear.hears(await until(() => voice.said(/left out of it/), patience), 'that he is left out', patience);
    await reads(ada.page, /I record those who have agreed/);
    expect((await library.onDisk()).length, 'when it is recorded').toBeGreaterThan(0);
    await people.seeRecordedBy('recorder');
  });

  test('the chat makes marks, a chapter and a pause, and stops it; then it has the link', async () => {
    const { ada, grace, alan } = people;
    await people.turnMicrophone(alan);
    await until(async () => expect(await ada.hears()).toEqual(['alan']), patience);
    await people.turnMicrophone(ada);
    await until(async () => expect(await grace.hears()).toEqual(['ada', 'alan']), patience);
    await writes(ada.page, 'mark Ada alone');
    await reads(ada.page, /Marked: Ada alone/);
    await grace.ear.listens(2_000);
    await writes(ada.page, 'chapter Questions');
    await reads(ada.page, /Chapter: Questions/);
    await people.turnMicrophone(grace);
    await until(async () => expect(await ada.hears()).toEqual(['grace', 'alan']), patience);
    await writes(grace.page, 'mark both');
    await reads(ada.page, /Marked: both/);
    await ada.ear.listens(2_500);
    await writes(grace.page, 'pause');
    await people.seeNothingRecorded();
    await ada.ear.listens(2_500);
    await writes(grace.page, 'resume');
    await reads(ada.page, /Recording again/);
    await people.seeRecordedBy('recorder');
    await ada.ear.listens(2_500);
    await writes(ada.page, 'stop');
    byBot = await linkIn(ada.page);
    expect(byBot).toMatch(/^\/library\/[\w-]+$/);
    await people.seeNothingRecorded();
  });

  test('the meeting page records by itself as well: all are told, and the chat has the link', async () => {
    const { ada, grace } = people;
    const record = async (words: string): Promise<void> => {
      await ada.page.getByTestId('more').click();
      await ada.page.getByTestId('record').getByText(words).click();
    };
    await record('Record, for all to see');
    await people.seeRecordedBy('Ada Lovelace');
    await ada.ear.listens(3_000);
    await record('Stop recording');
    byHouse = await linkIn(grace.page, [byBot]);
    await people.seeNothingRecorded();
    await people[Symbol.asyncDispose]();
  });

  test('of the files each voice has its own, at its time and nobody else in it; the mix has both, a pause is silent, and who refused is in none', async () => {
    const asked = await detailOf(byBot);
    const { pauses, markers, chapters, durationMs, consents } = asked;
    expect(asked.people.map(({ name }) => name).toSorted()).toEqual([adaOf.name, graceOf.name]);
    expect(consents.filter(({ what }) => what !== 'told').map(({ name, what, how }) => [name, what, how])).toEqual([
      [adaOf.name, 'agreed', 'key 1'],
      [graceOf.name, 'agreed', 'key 1'],
      [alanOf.name, 'refused', 'key 2'],
    ]);
    expect([pauses.length, ...chapters.map(({ title }) => title), ...markers.map(({ label }) => label)]).toEqual([1, 'Questions', 'Ada alone', 'both']); // prettier-ignore
    const [[alone = 0, both = 0], [chapter], [pause]] = [markers.map(({ atMs }) => atMs), chapters.map(({ atMs }) => atMs), pauses];
    // While Ada speaks alone, while both do, in the pause, and after it.
    const moments = [[alone, chapter], [both, pause?.fromMs], [pause?.fromMs, pause?.toMs], [pause?.toMs, durationMs]] as const; // prettier-ignore
    await openPlayer(byBot);
    for (const name of asked.canMake.map((each) => each.name).filter((each) => /^(mixed\.wav|track-\d+\.(ogg|webm))$/.test(each)))
      await player.make(name);
    const parts = moments.map(([from = 0, to = 0]) => [from + EDGE_MS, to - EDGE_MS] as const);
    const { heard, seen } = await inFilesOf(await detailOf(byBot), { player, parts, never: 'alan' });
    const hers = [['ada'], ['ada'], [], ['ada']];
    const graces = [[], ['grace'], [], ['grace']];
    const all = [['ada'], ['ada', 'grace'], [], ['ada', 'grace']];
    const [hersShown, gracesShown] = [`${adaOf.name}, camera (WebM)`, `${graceOf.name}, camera (WebM)`];
    expect(heard).toEqual({
      'Everyone, one track (Opus)': all,
      'Everyone, one track (WAV)': all,
      [`${adaOf.name} alone (Opus)`]: hers,
      [`${graceOf.name} alone (Opus)`]: graces,
      [hersShown]: hers,
      [gracesShown]: graces,
    });
    expect(seen).toEqual({ [hersShown]: [['red'], ['red'], [], ['red']], [gracesShown]: [['green'], ['green'], [], ['green']] });
  });

  test('the player sounds, and goes where it is sent: by click, by keys, by a chapter and by a link; it skips the pause and plays faster', async () => {
    const detail = await detailOf(byBot);
    const { markers, chapters, pauses, durationMs } = detail;
    const { page } = player;
    const [alone = 0, both = 0] = markers.map(({ atMs }) => atMs);
    const [chapter = 0, pausedMs = 0, resumedMs = 0] = [chapters[0]?.atMs, pauses[0]?.fromMs, pauses[0]?.toMs];
    await player.toggle();
    await player.hearsFrom(alone, ['ada'], detail);
    await player.hearsFrom(both, ['ada', 'grace'], detail);
    // Shortly before the pause: what is heard next is what comes after it.
    await player.clickAt(pausedMs - 300, detail);
    const cameBy: number[] = [];
    await until(async () => {
      cameBy.push(await player.momentMs());
      expect(cameBy.at(-1)).toBeGreaterThan(resumedMs);
    });
    expect(
      cameBy.filter((ms) => ms > pausedMs + 400 && ms < resumedMs - 400),
      'of the pause',
    ).toEqual([]);
    await page.getByTestId('chapter').click();
    await until(async () => expect(await page.getByTestId('chapter').getAttribute('aria-current')).toBe('true'));
    await page.keyboard.press('k');
    await until(async () => expect(await page.getByRole('button', { name: 'Play', exact: true }).count()).toBe(1));
    const stoodMs = await player.momentMs();
    expect(stoodMs).toBeGreaterThanOrEqual(chapter);
    await page.keyboard.press('ArrowLeft');
    await until(async () => expect(await player.momentMs()).toBeCloseTo(Math.max(0, stoodMs - 5_000), -2));
    await page.getByTestId('time-line').focus();
    await page.keyboard.press('End');
    await until(async () => expect(await player.momentMs()).toBeCloseTo(durationMs, -2));
    await page.keyboard.press('Home');
    await until(async () => expect(await player.momentMs()).toBe(0));
    await page.getByTestId('rate').selectOption('2');
    expect(await player.rate()).toBe(2);
    await page.keyboard.press('[');
    expect(await player.rate()).toBe(1.75);

    const moment = `0:${String(Math.ceil(both / 1_000)).padStart(2, '0')}`;
    await openPlayer(`${byBot}?t=${moment}`);
    await until(async () =>
      expect(Number(await page.getByTestId('time-line').getAttribute('aria-valuenow'))).toBe(Math.ceil(both / 1_000)),
    );
    await player.toggle();
    await until(async () => expect((await player.hears()).toSorted()).toEqual(['ada', 'grace']));
    expect(await player.momentMs()).toBeGreaterThan(both);
    await player.toggle();
  });

  test('a film of both is made with progress, plays, and shows them alone', async () => {
    await player.make('speaker.webm', { hasProgress: true });
    using film = await player.download({ name: 'speaker.webm' }, 'Proof');
    expect(film.probed().streams.toSorted()).toEqual(['opus', 'vp8']);
    expect(film.colours.toSorted()).toEqual(['green', 'red']);
    expect(film.heardIn([[0, film.probed().seconds * 1_000]])).toEqual([['ada', 'grace']]);
    await openPlayer(byBot);
    const medium = player.page.locator('video[data-testid=medium]');
    await medium.waitFor();
    await player.toggle();
    await until(async () => expect(await player.momentMs()).toBeGreaterThan(1_000));
    const shown = medium.evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
    expect(await shown).toBeGreaterThan(3);
    await player.toggle();
  });

  test('what the meeting page recorded plays as well, with everybody in it', async () => {
    await openPlayer(byHouse);
    await player.toggle();
    await until(async () => expect(await player.hears()).toEqual(['ada', 'grace', 'alan']));
    const { lanes, consents } = await detailOf(byHouse);
    const voices = lanes.filter(({ kind }) => kind === 'voice').map(({ name }) => name);
    expect(voices.toSorted()).toEqual([adaOf.name, alanOf.name, graceOf.name]);
    expect(consents).toEqual([]);
  });

  test('the library finds it by a word and by a person, and shows it to nobody who is not in it, unless it is shared', async () => {
    const { page } = player;
    const words = page.getByRole('searchbox', { name: 'Search' });
    const row = page.locator(`[data-testid=recording][data-recording="${idIn(byBot)}"]`);
    await page.goto(library.urlOf('/library', adaOf));
    await row.waitFor();
    await words.fill('nothing of the kind');
    await row.waitFor({ state: 'detached' });
    await page.getByTestId('find-all').click();
    await row.waitFor();
    await words.fill('proof hopper');
    await row.waitFor();
    await page.goto(library.urlOf(`/library?person=${katherine.user}`, adaOf));
    await page.getByText('No recording that you may see is of the person that you chose').waitFor();
    await page.getByTestId('find-person').selectOption(graceOf.user);
    await row.waitFor();
    await row.getByRole('link').click();
    await page.getByTestId('play').waitFor();

    for (const stranger of [alanOf, katherine]) {
      expect(
        [(await library.ask(byBot, stranger)).status, (await library.ask(`${byBot}/files/mixed.ogg`, stranger)).status],
        stranger.name,
      ).toEqual([404, 404]);
      await page.goto(library.urlOf(byBot, stranger));
      await page.getByRole('heading', { name: 'There is no such recording' }).waitFor();
    }
    expect((await library.ask(byHouse, alanOf)).status, 'the one that he is in').toBe(200);
    await page.goto(library.urlOf(byBot, adaOf));
    await page.getByTestId('share-with').selectOption(katherine.user);
    await page.getByTestId('share').click();
    await page.getByTestId('may-see').getByText(katherine.name).waitFor();
    expect((await library.ask(`${byBot}/files/mixed.ogg`, katherine)).status).toBe(200);
  });

  test.each(Object.entries(looks))('library and player have nothing that axe-core finds fault with: %s', async (_, look) => {
    const context = await player.browser.newContext({ ...look, reducedMotion: 'reduce', bypassCSP: true });
    const [all, recording, unseen] = [library.urlOf('/library', adaOf), library.urlOf(byBot, adaOf), library.urlOf(byBot, alanOf)];
    expect(await faultsOfLibrary(await context.newPage(), { library: all, recording, unseen })).toEqual({});
    await context.close();
  });

  test('on the disk nothing of it can be read, and once deleted nothing of it is left', async () => {
    const { page } = player;
    const paths = await library.onDisk();
    expect(paths.some((path) => path.includes(idIn(byBot)))).toBe(true);
    for (const path of paths) {
      const bytes = await readFile(path);
      for (const word of ['OggS', 'OpusHead', 'RIFF', 'A_OPUS', 'V_VP8', 'Lovelace'])
        expect(bytes.includes(word), `${word} in ${path}`).toBe(false);
    }
    for (const path of [byBot, byHouse]) {
      await page.goto(library.urlOf(path, adaOf));
      await page.getByTestId('erase').click();
      await page.getByTestId('question-yes').click();
      await page.getByTestId('proof').waitFor();
      expect([(await library.ask(path, adaOf)).status, (await library.ask(`${path}/files/mixed.ogg`, adaOf)).status]).toEqual([404, 404]);
      expect((await library.onDisk()).filter((each) => each.includes(idIn(path)))).toEqual([]);
    }
    expect(await library.onDisk()).toEqual([]);
    await page.goto(library.urlOf('/library', adaOf));
    await page.getByText('Nothing here yet').waitFor();
  });
});
