/** The pictures of a meeting for the docs: before it, in its lobby, and in it with three people and a bot that records. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { hostedMedia, type GraphBot } from '../test/walks/graph-bot.ts';
import { ada, grace } from '../test/walks/open-house.ts';

type MeetingPictures = {
  readonly browser: Browser;
  readonly url: string;
  /** Signed in. */
  readonly bot: GraphBot;
  readonly look: BrowserContextOptions;
  readonly shot: (page: Page, name: string) => Promise<unknown>;
};

const alan = 'a0000000-0000-4000-8000-000000000203';
const katherine = 'a0000000-0000-4000-8000-000000000204';

export async function takeMeeting({ browser, url, bot, look, shot }: MeetingPictures): Promise<void> {
  const [host, guest, ...others] = await Promise.all([
    visitor(browser, '#35618e', look),
    visitor(browser, '#8a5a2b', look),
    visitor(browser, '#3d7a55'),
    visitor(browser, '#6b4a8a'),
  ]);
  await host.goto(`${url}/meet?as=${ada}`);
  await host.getByTestId('subject').fill('Weekly review');
  await host.getByTestId('lobby-choice').selectOption('organizer');
  await host.getByTestId('with-passcode').check();
  await host.getByTestId('meet-now').click();
  await host.locator('[data-testid=preview-picture][data-picture=true]').waitFor();
  await shot(host, 'meeting-preview');
  await host.getByTestId('join').click();
  const joinMeetingId = (await host.getByTestId('meeting-id').textContent())?.trim() ?? '';
  const passcode = (await host.getByTestId('meeting-passcode').textContent())?.trim() ?? '';
  const come = async (page: Page, who: string): Promise<void> => {
    await page.goto(`${url}/meet/${joinMeetingId}?p=${passcode}&as=${who}`);
    await page.getByTestId('join').click();
    await page.getByTestId('in-lobby').waitFor();
  };
  await come(guest, grace);
  await shot(guest, 'meeting-lobby');
  for (const [index, page] of others.entries()) await come(page, index === 0 ? alan : katherine);
  await host.getByTestId('admit-all').click();
  for (const page of [guest, ...others]) await page.getByTestId('meeting-room').waitFor();
  const meetingInfo = { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId, passcode };
  const body = { callbackUri: bot.webhook, requestedModalities: ['audio'], mediaConfig: hostedMedia, meetingInfo };
  const { id } = await bot.done('POST', '/calls', { '@odata.type': '#microsoft.graph.call', ...body });
  await host.getByTestId('admit').click();
  await bot.established(id);
  await bot.done('POST', `/calls/${id}/updateRecordingStatus`, { clientContext: 'picture', status: 'recording' });
  await host.getByTestId('recording-mark').waitFor();
  await others[0]?.getByTestId('mute').click();
  await guest.getByTestId('hand').click();
  await host.locator('[data-testid=tile][data-picture=true]').nth(2).waitFor();
  await host.getByTestId('notice').last().waitFor({ state: 'detached' });
  await shot(host, 'meeting');
  await host.getByRole('button', { name: 'Ways to leave' }).click();
  await host.getByTestId('end-for-all').click();
  await host.getByTestId('question-yes').click();
  await host.getByTestId('left').waitFor();
  for (const page of [host, guest, ...others]) await page.context().close();
}

/** Somebody with a camera of that colour. */
export async function visitor(browser: Browser, colour: string, look: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
  await context.addInitScript(drawnCamera, colour);
  return context.newPage();
}

/** Runs in the page: somebody drawn, in place of the test picture that every fake camera shows alike. */
function drawnCamera(colour: string): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (asked) => {
    if (asked?.video === undefined || asked.video === false) return open(asked);
    const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
    const pen = canvas.getContext('2d');
    if (pen === null) return open(asked);
    const blob = (fill: string, x: number, y: number, width: number, height: number): void => {
      pen.fillStyle = fill;
      pen.beginPath();
      pen.ellipse(x, y, width, height, 0, 0, 7);
      pen.fill();
    };
    globalThis.setInterval(() => {
      const wall = pen.createLinearGradient(0, 0, 1280, 720);
      wall.addColorStop(0, colour);
      wall.addColorStop(1, '#1d2733');
      pen.fillStyle = wall;
      pen.fillRect(0, 0, 1280, 720);
      blob('#26303f', 640, 760, 330, 260);
      blob('#d9ae8b', 640, 330, 125, 165);
      blob('#3a2c26', 640, 225, 138, 90);
    }, 100);
    return canvas.captureStream(10);
  };
}
