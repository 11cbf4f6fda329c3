/** A person in a meeting: a browser of her own with a tone for a microphone and a film for a camera, and what she hears and sees. */
import { once } from 'node:events';
import type { BrowserServer, Page } from 'playwright-core';
import { startBrowser } from './browser.ts';
import { Ear } from './ear.ts';
import { CELL, CELL_TOP, cellLeft, CELLS, colours, HEIGHT, isWhite, looks, ROUND, seenIn, WIDTH, type Colour, type Seen } from './films.ts';
import { heardIn, levelsIn, type Levels, type Voice } from './pitches.ts';

type PersonOptions = {
  readonly chromium: string;
  readonly url: string;
  readonly userId: string;
  readonly name: string;
  readonly voice: Voice;
  /** Files of her microphone and of her camera. */
  readonly says: string;
  readonly shows: string;
  readonly camera: Colour;
  readonly screen: Colour;
};

export class MeetingPerson {
  readonly page: Page;
  readonly name: string;
  readonly voice: Voice;
  readonly camera: Colour;
  readonly screen: Colour;
  readonly #url: string;
  readonly #userId: string;
  readonly #server: BrowserServer;
  #ear: Ear | undefined;

  private constructor({ name, voice, camera, screen, url, userId }: PersonOptions, page: Page, server: BrowserServer) {
    this.page = page;
    this.name = name;
    this.voice = voice;
    this.camera = camera;
    this.screen = screen;
    this.#url = url;
    this.#userId = userId;
    this.#server = server;
  }

  static async open(options: PersonOptions): Promise<MeetingPerson> {
    const { browser, server } = await startBrowser(options.chromium, { says: options.says, shows: options.shows });
    const page = await (await browser.newContext({ viewport: { width: 1_000, height: 700 }, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(40_000);
    await page.addInitScript(pretend, { screen: screenPlan(options.screen) });
    return new MeetingPerson(options, page, server);
  }

  /** Begins a meeting where everybody else waits in the lobby; gives its number. */
  async begins(): Promise<string> {
    await this.page.goto(`${this.#url}/meet?as=${this.#userId}`);
    await this.page.getByTestId('subject').fill('Proof');
    await this.page.getByTestId('lobby-choice').selectOption('organizer');
    await this.page.getByTestId('meet-now').click();
    await this.#join();
    return (await this.page.getByTestId('meeting-id').textContent())?.replace(/\s/g, '') ?? '';
  }

  /** Goes to the door of the meeting. */
  async comesTo(meetingId: string): Promise<void> {
    await this.page.goto(`${this.#url}/meet/${meetingId}?as=${this.#userId}`);
    await this.#join();
  }

  async menuOf(name: string, item: string): Promise<void> {
    await this.#openPeople();
    await this.page.getByRole('button', { name: `Actions for ${name}` }).click();
    await this.page.getByTestId(item).click();
  }

  async rings(number: string): Promise<void> {
    await this.#openPeople();
    await this.page.getByTestId('invite-search').fill(number);
    await this.page.getByTestId(`invite-${number}`).click();
  }

  /** Lets in whoever waits. */
  async admits(): Promise<void> {
    await this.page.getByTestId('admit').click();
  }

  /** Who was heard in the last while. */
  async hears(ms: number = 1_500): Promise<string[]> {
    return heardIn(await this.levels(ms));
  }

  async levels(ms: number = 1_500): Promise<Levels> {
    return levelsIn(await this.ear.heard({ lastMs: ms }));
  }

  get ear(): Ear {
    if (this.#ear === undefined) throw new Error(`${this.name} is at no meeting`);
    return this.#ear;
  }

  /** Whose tiles are there. */
  async there(): Promise<string[]> {
    return this.page.getByTestId('tile').evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-name') ?? '').toSorted());
  }

  /** What is in each picture: by the name of the tile, or `screen`. A tile without a picture is not among them. */
  async sees(): Promise<Readonly<Record<string, Seen>>> {
    const found = await this.page.evaluate(look, { looks, width: WIDTH, height: HEIGHT });
    return Object.fromEntries(found.map(({ name, rgb }) => [name, seenIn(rgb)]));
  }

  /** The colour in each picture. */
  async coloursSeen(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries(Object.entries(await this.sees()).map(([name, { colour }]) => [name, colour]));
  }

  /** Kills her browser as if the machine had gone. */
  async kill(): Promise<void> {
    const child = this.#server.process();
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async #join(): Promise<void> {
    await this.page.locator('[data-testid=preview-picture][data-picture=true]').waitFor();
    await this.page.getByTestId('join').click();
    this.#ear = await Ear.at(this.page, this.name);
  }

  async #openPeople(): Promise<void> {
    if ((await this.page.getByTestId('people-panel').count()) === 0) await this.page.getByTestId('people').click();
    await this.page.getByTestId('people-panel').waitFor();
  }
}

type ScreenPlan = {
  readonly fill: string;
  readonly size: readonly [number, number];
  /** For each frame the cells that are white. */
  readonly frames: readonly (readonly boolean[])[];
  readonly cells: readonly (readonly [number, number, number])[];
};

function screenPlan(colour: Colour): ScreenPlan {
  const cells = Array.from({ length: CELLS }, (_, cell) => cell);
  return {
    fill: `rgb(${colours[colour].join(' ')})`,
    size: [WIDTH, HEIGHT],
    frames: Array.from({ length: ROUND }, (_, code) => cells.map((cell) => isWhite(code, cell))),
    cells: cells.map((cell) => [cellLeft(cell), CELL_TOP, CELL]),
  };
}

/** Runs in the page before all else: a microphone that leaves tones alone, and a screen of a known colour. */
function pretend({ screen }: { readonly screen: ScreenPlan }): void {
  const media = navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  // What takes noise out of speech would take out a tone as well.
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  media.getUserMedia = (wanted) =>
    open(wanted?.audio ? { ...wanted, audio: { ...(typeof wanted.audio === 'object' ? wanted.audio : {}), ...plain } } : wanted);
  media.getDisplayMedia = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = screen.size;
    const brush = canvas.getContext('2d');
    const paint = (ms: number): void => {
      if (brush === null) return;
      const frame = Math.floor(ms / 100) % screen.frames.length;
      brush.fillStyle = screen.fill;
      brush.fillRect(0, 0, canvas.width, canvas.height);
      screen.cells.forEach(([left, top, size], cell) => {
        brush.fillStyle = screen.frames[frame]?.[cell] ? 'white' : 'black';
        brush.fillRect(left, top, size, size);
      });
      requestAnimationFrame(paint);
    };
    paint(0);
    return Promise.resolve(canvas.captureStream(10));
  };
}

/** Runs in the page: the mean of a small patch at each place, for each picture that is shown. */
function look({ looks: places, width, height }: { looks: typeof looks; width: number; height: number }): {
  name: string;
  rgb: [number, number, number][];
}[] {
  const boxes = [...document.querySelectorAll<HTMLElement>('[data-testid=tile], [data-testid=shared-screen]')];
  return boxes.flatMap((box) => {
    const video = box.querySelector('video');
    if (video === null || video.videoWidth === 0) return [];
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const brush = canvas.getContext('2d', { willReadFrequently: true });
    if (brush === null) return [];
    brush.drawImage(video, 0, 0, width, height);
    const rgb = places.map(([x, y]): [number, number, number] => {
      const { data } = brush.getImageData(x - 3, y - 3, 6, 6);
      const mean = (part: number): number => data.reduce((sum, value, at) => (at % 4 === part ? sum + value : sum), 0) / 36;
      return [mean(0), mean(1), mean(2)];
    });
    return [{ name: box.dataset['name'] ?? 'screen', rgb }];
  });
}
