/**
 * People in real Chromium and two bots in one meeting, by ear and by eye: each has a tone and a colour of their own, so that it can be told who
 * hears and sees whom; in the lobby, muted, removed, apart, and when a browser, a bot or the media process is killed.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alan, grace as graceOf, ada as adaOf } from '../../bots/people.ts';
import { writeWav } from '../../src/media/wav.ts';
import type { SingerPlace } from './bots/singer-child.ts';
import { findChromium } from './browser.ts';
import { until } from './ear.ts';
import { writeFilm, type Colour } from './films.ts';
import { hasFfmpeg } from './ivf.ts';
import { MeetingJudge, patience } from './meeting-judge.ts';
import { MeetingPerson } from './meeting-person.ts';
import { openPassingHouse } from './open-house.ts';
import { heardIn, levelsIn, saying, type Voice } from './pitches.ts';
import { freePort, SingerProcess } from './singer-process.ts';
import { Teller } from './teller.ts';

const chromium = findChromium();
const secret = 'a secret of the proof';
const singerApp = 'b0000000-0000-4000-8000-000000000555';
const tellerApp = 'b0000000-0000-4000-8000-000000000556';

describe.skipIf(chromium === undefined || !hasFfmpeg())('a meeting of three people and two bots', { timeout: 150_000 }, () => {
  let folder: string;
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let place: SingerPlace;
  let singer: SingerProcess;
  let teller: Teller;
  let judge: MeetingJudge;
  let meetingId = '';
  let [ada, grace, al]: (MeetingPerson | undefined)[] = [];
  const opened: MeetingPerson[] = [];
  const fileOf = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-proof-'));
    for (const voice of ['ada', 'grace', 'alan'] as const) await writeFile(fileOf(`${voice}.wav`), writeWav(saying(voice, 4_000)));
    for (const colour of ['red', 'green', 'blue', 'yellow', 'white'] as const) await writeFilm(fileOf(`${colour}.y4m`), colour);
    teller = await Teller.open();
    judge = new MeetingJudge({ singer: () => singer, teller });
    const port = await freePort();
    house = await openPassingHouse({
      https: { enabled: false },
      bots: [],
      apps: [
        { name: 'singer', number: '555', webhook: `http://127.0.0.1:${String(port)}/bots/singer/calls`, appId: singerApp, secret },
        { name: 'teller', number: '556', webhook: teller.webhook, appId: tellerApp, secret },
      ],
    });
    const { tenantId } = house.directory;
    const [baseUrl, tokenUrl] = [`${house.url}/v1.0`, `${house.url}/${tenantId}/oauth2/v2.0/token`];
    const open = { openIdUrl: `${house.url}/v1/.well-known/OpenIdConfiguration`, bridgeUrl: `${house.url}/bridge` };
    place = { port, data: fileOf('singer'), carrier: { tenantId, appId: singerApp, secret, baseUrl, tokenUrl, ...open } };
    await teller.signIn({ MicrosoftAppId: tellerApp, MicrosoftAppPassword: secret, TOKEN_URL: tokenUrl, GRAPH_BASE_URL: baseUrl });
    [singer, ada, grace, al] = await Promise.all([
      startSinger(),
      coming('ada', adaOf, 'red', 'magenta'),
      coming('grace', graceOf, 'green', 'cyan'),
      coming('alan', alan, 'blue', 'blue'),
    ]);
  }, 90_000);

  afterAll(async () => {
    await Promise.all([...opened.map((one) => one.kill()), singer?.kill()]);
    await teller?.[Symbol.asyncDispose]();
    await house?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  const startSinger = (): Promise<SingerProcess> =>
    SingerProcess.start(place, { camera: fileOf('yellow.y4m'), screen: fileOf('white.y4m') });
  const coming = async (voice: Voice, { user, name }: typeof alan, camera: Colour, screen: Colour): Promise<MeetingPerson> => {
    const files = { says: fileOf(`${voice}.wav`), shows: fileOf(`${camera}.y4m`) };
    const one = await MeetingPerson.open({ chromium: chromium ?? '', url: house.url, userId: user, name, voice, camera, screen, ...files });
    opened.push(one);
    return one;
  };
  const the = (one: MeetingPerson | undefined): MeetingPerson => {
    if (one === undefined) throw new Error('she has not come');
    return one;
  };

  test('a bot is rung by its number, another waits in the lobby, and both are heard and seen', async () => {
    const host = the(ada);
    meetingId = await host.begins();
    await host.rings('555');
    await judge.hear([host], ['singer']);
    await judge.see([host], ['singer']);
    const { isIn } = await teller.comesTo(meetingId);
    await host.page.getByTestId('lobby-bar').getByText('teller').waitFor();
    await host.admits();
    await isIn();
    await teller.tells();
    await judge.hear([host], ['singer', 'teller']);
    await teller.hushes();
    await judge.hear([host], ['singer']);
    await judge.roster([host], ['singer', 'teller']);
  });

  test('who waits in the lobby neither hears nor is heard, neither sees nor is seen, until let in', async () => {
    const [host, guest, late] = [the(ada), the(grace), the(al)];
    await guest.comesTo(meetingId);
    await host.admits();
    await judge.hear([host, guest], ['singer']);
    await late.comesTo(meetingId);
    await late.page.getByTestId('in-lobby').waitFor();
    await host.page.getByTestId('lobby-bar').getByText(late.name).waitFor();
    await late.ear.listens(2_500);
    expect([heardIn(levelsIn(await late.ear.heard())), await late.coloursSeen()], 'in the lobby').toEqual([[], {}]);
    await judge.hear([host, guest], ['singer']);
    await judge.see([host, guest], ['singer']);
    await host.page.getByTestId('deny').click();
    await late.page.getByTestId('left').waitFor();
    await judge.roster([host, guest], ['singer', 'teller']);
    await late.page.getByTestId('rejoin').click();
    await host.admits();
    await late.page.getByTestId('meeting-room').waitFor();
    await teller.tells();
    await judge.hear([host, guest, late], ['singer', 'teller']);
    await teller.hushes();
    await until(async () => expect(await teller.hears(), 'the teller').toEqual(['ada', 'grace', 'alan', 'singer']), patience);
    await judge.see([host, guest, late], ['singer']);
    await judge.roster([host, guest, late], ['singer', 'teller']);
  });

  test('a shared screen is seen by all others, and the next who shares takes over, be it a person or a bot', async () => {
    const [host, guest, late] = [the(ada), the(grace), the(al)];
    await host.page.getByTestId('share').click();
    await judge.seeScreen([guest, late], 'magenta');
    await until(() => expect(singer.sees).toMatchObject({ 'Ada Lovelace screen': 'magenta' }), patience);
    await guest.page.getByTestId('share').click();
    await judge.seeScreen([host, late], 'cyan');
    await until(async () => expect(await host.page.getByTestId('sharing-bar').count()).toBe(0));
    await until(() => expect(singer.sees).toMatchObject({ 'Grace Hopper screen': 'cyan' }), patience);
    singer.tell('share');
    await judge.seeScreen([host, guest, late], 'white');
    singer.tell('stop sharing');
    for (const one of [host, guest, late]) await one.page.getByTestId('shared-screen').waitFor({ state: 'detached' });
    await judge.see([host, guest, late], ['singer']);
  });

  test('who is muted by the organizer or by a bot is not heard by anybody, and hears all', async () => {
    const people = [the(ada), the(grace), the(al)];
    const [host, guest, late] = people as [MeetingPerson, MeetingPerson, MeetingPerson];
    await host.menuOf(guest.name, 'mute-other');
    await judge.hear(people, ['singer'], ['grace']);
    await teller.mutes(late.name);
    await judge.hear(people, ['singer'], ['grace', 'alan']);
    for (const one of [guest, late]) await one.page.getByTestId('mute').click();
    await judge.hear(people, ['singer']);
  });

  test('who is removed hears nothing more, and the others go on', async () => {
    const [host, guest, late] = [the(ada), the(grace), the(al)];
    await host.menuOf(late.name, 'remove-other');
    await host.page.getByTestId('question-yes').click();
    await late.page.getByTestId('left').getByText(/removed you/).waitFor(); // prettier-ignore
    await judge.hear([host, guest], ['singer']);
    await judge.see([host, guest], ['singer']);
    await judge.roster([host, guest], ['singer', 'teller']);
    await until(async () => expect(await late.hears()).toEqual([]));
    await late.page.getByTestId('rejoin').click();
    await host.admits();
    await judge.hear([host, guest, late], ['singer']);
  });

  test('a bot whose process is killed leaves the meeting, the others go on; the next of its kind comes apart, and is heard by whom a group leads it to', async () => {
    const people = [the(ada), the(grace), the(al)];
    const [host, guest] = people as [MeetingPerson, MeetingPerson];
    await singer.kill();
    await judge.hear(people, []);
    await judge.roster(people, ['teller']);
    await judge.see(people, []);

    singer = await startSinger();
    await teller.ringsApart(singerApp);
    await judge.roster(people, ['singer', 'teller']);
    await until(
      () => expect([...singer.report.there].toSorted()).toEqual([...people.map(({ name }) => name), 'teller'].toSorted()),
      patience,
    );
    await host.ear.listens(2_500);
    await judge.hear(people, []);
    expect(singer.hears, 'apart').toEqual([]);

    const [hers, theirs, its] = await Promise.all([host.name, guest.name, 'singer'].map((name) => teller.idOf(name)));
    const only = (...ids: readonly (string | undefined)[]): string[] => ids.map(String);
    const group = await teller.leads({ sources: only(its), receivers: only(hers) });
    await until(async () => expect(await host.hears()).toEqual(['grace', 'alan', 'singer']), patience);
    await guest.ear.listens(2_500);
    const led = [...(await guest.hears(2_000)).filter((voice) => voice.startsWith('singer')), ...singer.hears];
    expect(led, 'who is not led to').toEqual([]);
    await teller.leadsElsewhere(group, { sources: only(its), receivers: only(theirs) });
    await until(async () => expect([await host.hears(), await guest.hears()]).toEqual([['grace', 'alan'], ['ada', 'alan', 'singer']]), patience); // prettier-ignore
    await teller.leads({ sources: only(hers, theirs), receivers: only(its) });
    await until(() => expect(singer.hears).toEqual(['ada', 'grace']), patience);
    await teller.leadsNoMore(group);
    await judge.hear(people, []);

    await host.menuOf('singer', 'remove-other');
    await host.page.getByTestId('question-yes').click();
    await judge.roster(people, ['teller']);
    await host.rings('555');
    await judge.hear(people, ['singer']);
  });

  test('when the media process is killed, everybody is back by themselves: heard, seen, and in the roster', async () => {
    const people = [the(ada), the(grace), the(al)];
    const before = (await house.mediaHealth()).map(({ pid }) => pid);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await until(async () => {
      const now = await house.mediaHealth();
      expect(now.filter(({ pid }) => !before.includes(pid))).toHaveLength(before.length);
    }, patience);
    // What was heard before must not count.
    await the(ada).ear.listens(2_500);
    await judge.hear(people, ['singer']);
    await teller.tells();
    await judge.hear(people, ['singer', 'teller']);
    await teller.hushes();
    await judge.see(people, ['singer']);
    await judge.roster(people, ['singer', 'teller']);
  });

  test('when a browser is killed, its person leaves the meeting, and the others hear and see each other', async () => {
    const people = [the(ada), the(al)];
    await the(grace).kill();
    await judge.hear(people, ['singer']);
    await judge.roster(people, ['singer', 'teller']);
    await judge.see(people, ['singer']);
    await until(() => expect(Object.keys(singer.sees).toSorted()).toEqual(['Ada Lovelace camera', 'Alan Turing camera']), patience);
  });
});
