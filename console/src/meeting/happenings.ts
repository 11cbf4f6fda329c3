/** What is told of a meeting apart from its roster: who speaks, what is written and said, what happens. One for each meeting. */
import type { Caption, ChatMessage, PageEvent } from '../../../src/wire/live/page-event.ts';
import type { MeetingView } from './meeting-view.ts';
import type { NetworkFigures } from './network.ts';
import { Notices } from './notices.ts';
import { captionsAfter, chatAfter, unreadOf } from './talk.ts';

type Shown = Pick<MeetingView, 'speakers' | 'dominantId' | 'chat' | 'unreadChat' | 'captions' | 'notices'>;

export class Happenings {
  readonly #onChange: () => void;
  readonly #notices: Notices;
  readonly #read = new Set<string>();
  #speakers: ReadonlySet<string> = new Set();
  #dominantId: string | undefined;
  #chat: readonly ChatMessage[] = [];
  #captions: readonly Caption[] = [];
  #sound: NetworkFigures = {};

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#notices = new Notices(onChange);
  }

  get shown(): Shown {
    return {
      speakers: this.#speakers,
      dominantId: this.#dominantId,
      chat: this.#chat,
      unreadChat: unreadOf(this.#chat, this.#read),
      captions: this.#captions,
      notices: this.#notices.shown,
    };
  }

  /** How my sound fares. */
  get sound(): NetworkFigures {
    return this.#sound;
  }

  hear(event: PageEvent): void {
    switch (event.kind) {
      case 'speakers':
        this.#speakers = new Set(event.participantIds);
        this.#dominantId = event.dominantId;
        return this.#onChange();
      case 'chat':
        this.#chat = chatAfter(this.#chat, event.isStart, event.messages);
        return this.#onChange();
      case 'caption':
        this.#captions = captionsAfter(this.#captions, event.caption);
        return this.#onChange();
      case 'notice':
        return this.#notices.add(event.text);
      case 'quality':
        this.#sound = { lossUp: event.lossUp, lossDown: event.lossDown };
        return this.#onChange();
      default:
    }
  }

  /** All that is written by now has been read. */
  readChat(): void {
    const before = this.#read.size;
    for (const { messageId } of this.#chat) this.#read.add(messageId);
    if (this.#read.size !== before) this.#onChange();
  }
}
