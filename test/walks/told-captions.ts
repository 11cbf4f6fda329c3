/** Captions as a page is told them, without anybody who speaks: put among what the house says to the page. */
import type { Page } from 'playwright-core';
import type { Caption, LineLanguages, PageEvent } from '../../src/wire/live/page-event.ts';
import { until } from './ear.ts';

export const toldLanguages: LineLanguages = {
  canCaption: true,
  by: 'Rollcall',
  spoken: 'en-US',
  captions: ['ca', 'es', 'fr'],
  voices: [],
  hasCaptions: true,
  transcriber: { name: 'pocketsphinx', leavesMachine: false },
  translator: { name: 'translate.example', leavesMachine: true, sendsTo: 'translate.example' },
};

export class ToldCaptions {
  #legId: string | undefined;
  #tell: (event: PageEvent) => void = () => undefined;

  /** Before the page is opened. What the house itself says of languages is left out. */
  static async to(page: Page): Promise<ToldCaptions> {
    const told = new ToldCaptions();
    await page.routeWebSocket(/\/live$/, (socket) => {
      const house = socket.connectToServer();
      told.#tell = (event) => socket.send(JSON.stringify(event));
      house.onMessage((message) => {
        const event = JSON.parse(message.toString()) as PageEvent;
        if (event.kind === 'phone') told.#legId = event.phone.lines.find(({ state }) => state === 'connected')?.legId ?? told.#legId;
        if (event.kind !== 'languages') socket.send(message);
      });
    });
    return told;
  }

  async offer(languages: LineLanguages): Promise<void> {
    const legId = await this.#line();
    this.#tell({ kind: 'languages', legId, languages });
  }

  async say(caption: Caption): Promise<void> {
    const legId = await this.#line();
    this.#tell({ kind: 'caption', legId, caption });
  }

  #line(): Promise<string> {
    return until(() => {
      if (this.#legId === undefined) throw new Error('the page is in no call');
      return this.#legId;
    });
  }
}
