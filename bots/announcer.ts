/** The announcer: speaks or plays an announcement to one caller or a whole meeting, and shows slides with it. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { defineBot, type Bot, type Call } from 'rollcall';
import { untilAlone } from './company.ts';

/** What is announced: words, or a file of sound or video; and slides, where there are any. */
export type Announcement = { readonly says: string } | { readonly file: string };
export type Program = { readonly announcement: Announcement; readonly slides: readonly (string | URL)[] };

const welcome = 'This is the announcer. What you give me I play, to one caller or to a whole meeting, with slides.';
const ourSlides = ['1-welcome.png', '2-yours.png', '3-thanks.png'].map((name) => new URL(`../assets/slides/${name}`, import.meta.url));

/** A day: until somebody wants something. */
const LONG_MS = 24 * 3_600_000;

/** `ROLLCALL_ANNOUNCE` names a file of sound or video, or a folder of slides (PNG). */
export const bot: Bot = announcer(() => programOf(process.env['ROLLCALL_ANNOUNCE']));

export function announcer(program: () => Promise<Program>): Bot {
  return defineBot({
    name: 'announcer',
    says: 'Plays an announcement and shows slides, in meetings too',
    needs: ['sound', 'pictures'],

    async onCall(call, { clock }) {
      await call.answer();
      const { announcement, slides } = await program();
      const screen = slides.length > 0 ? call.share({ slides }) : undefined;
      const slidesFail = new AbortController();
      screen?.done.catch((error: unknown) => slidesFail.abort(error));

      // Keys count at any time, whatever is being played.
      let again = new AbortController();
      const leave = new AbortController();
      const onKey = (key: string): void => {
        if (key === '1') again.abort();
        if (key === '2') screen?.next();
        if (key === '3' && screen && screen.slide > 1) screen.show(screen.slide - 1);
        if (key === '9') leave.abort();
      };
      call.facts.on('keyPressed', ({ key }) => onKey(key), { signal: call.signal });
      void untilAlone(call, clock).then(() => leave.abort());

      while (!leave.signal.aborted) {
        again = new AbortController();
        const stop = AbortSignal.any([again.signal, leave.signal]);
        try {
          await announce(call, announcement, stop);
          if (slidesFail.signal.aborted) await call.say(whyNot(slidesFail.signal.reason, 'The slides'), { signal: stop });
          await call.say(menuFor(slides.length), { signal: stop });
          await clock.sleep(LONG_MS, { signal: stop });
        } catch (error) {
          if (!stop.aborted) throw error;
        }
      }
      screen?.stop();
      await call.say('Goodbye.');
    },
  });
}

/** A WAV file of 16 kHz is said as it is; for all others there is ffmpeg. */
async function announce(call: Call, announcement: Announcement, signal: AbortSignal): Promise<void> {
  if ('says' in announcement) return void (await call.say(announcement.says, { signal }));
  try {
    await call.play(announcement.file, { on: 'screen', signal });
  } catch (error) {
    if (signal.aborted) throw error;
    if (codeOf(error) === 'bot/no-ffmpeg' && announcement.file.toLowerCase().endsWith('.wav'))
      await call.say({ file: announcement.file }, { signal });
    else await call.say(whyNot(error, 'The announcement'), { signal });
  }
}

function whyNot(error: unknown, what: string): string {
  if (codeOf(error) === 'bot/no-ffmpeg') return `I am sorry. ${what} cannot be played without the program ffmpeg. WAV files can.`;
  return `I am sorry. ${what} cannot be played.`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function menuFor(slides: number): string {
  const turning = slides > 1 ? ' 2 for the next slide, 3 for the one before,' : '';
  return `Press 1 to hear it again,${turning} or 9 to send me away.`;
}

/** Rejects where there is no such file. */
export async function programOf(path: string | undefined): Promise<Program> {
  if (path === undefined || path === '') return { announcement: { says: welcome }, slides: ourSlides };
  if (!(await stat(path)).isDirectory()) return { announcement: { file: path }, slides: [] };
  const slides = (await readdir(path)).filter((name) => /\.png$/i.test(name)).sort();
  const says = slides.length > 0 ? `Here are ${String(slides.length)} slides for you.` : 'There are no slides in my folder.';
  return { announcement: { says }, slides: slides.map((name) => join(path, name)) };
}
