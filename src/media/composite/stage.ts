/** The picture of a film as it is drawn: tiles of people and screens, their names, and the card of a pause. Only what is new is drawn. */
import type { Yuv } from '../ffmpeg/picture-decoder.ts';
import { Canvas, type Colour } from './canvas.ts';
import type { Box, Placement, Size } from './layout.ts';
import { initialsOf, type Words } from './words.ts';

/** A placement with what is to be seen there. */
export type Tile = {
  readonly placement: Placement;
  readonly name: string;
  /** Undefined: the name alone. */
  readonly picture: Yuv | undefined;
  readonly isLeading: boolean;
};

const BACKGROUND: Colour = [28, 128, 128];
const AROUND_PICTURES: Colour = [16, 128, 128];
const OTHERS: Colour = [60, 128, 128];
const PAUSED: Colour = [81, 90, 240];
const LEADING: Colour = [150, 60, 60];
/** Dark enough for white letters. */
const CARDS: readonly Colour[] = [
  [70, 150, 110],
  [75, 115, 150],
  [80, 110, 115],
  [65, 145, 140],
  [85, 100, 145],
  [75, 135, 100],
];

/** For each 720 lines. */
const NAME_LINES = 28;
const BORDER_LINES = 4;
/** Letters on cards are made once, in this size, and scaled. */
const CARD_LINES = 160;

export class Stage {
  readonly canvas: Canvas;
  readonly #words: Words;

  constructor(size: Size, words: Words) {
    this.canvas = new Canvas(size);
    this.#words = words;
    this.clear();
  }

  clear(): void {
    this.canvas.paint({ x: 0, y: 0, width: this.canvas.width, height: this.canvas.height }, BACKGROUND);
  }

  async paused(): Promise<void> {
    const { width, height } = this.canvas;
    this.clear();
    const [x, y] = [even(width / 4), even(height * 0.35)];
    const card = { x, y, width: even(width) - 2 * x, height: even(height) - 2 * y };
    this.canvas.paint(card, PAUSED);
    this.canvas.letter(await this.#letters('Paused'), card, { part: 0.6, colour: PAUSED });
  }

  /** The whole tile, over whatever was there. */
  async draw({ placement, name, picture, isLeading }: Tile): Promise<void> {
    const { box } = placement;
    if (placement.shows === 'others') return this.#card(box, `+${String(placement.count)}`, OTHERS);
    if (picture) this.canvas.show(picture, box, AROUND_PICTURES);
    else await this.#card(box, initialsOf(name), cardOf(placement.personId));
    if (isLeading) this.canvas.frame(box, this.#lines(BORDER_LINES), LEADING);
    if (name === '') return;
    const height = this.#lines(NAME_LINES);
    const edge = this.#lines(BORDER_LINES);
    const words = await this.#words.picture(name, { height, maxWidth: even(this.canvas.width / 2) });
    this.canvas.write(words, { x: box.x + edge, y: box.y + box.height - height - edge, width: box.width - 2 * edge, height });
  }

  async #card(box: Box, letters: string, colour: Colour): Promise<void> {
    this.canvas.paint(box, colour);
    this.canvas.letter(await this.#letters(letters), box, { part: 0.5, colour });
  }

  #letters(text: string): ReturnType<Words['picture']> {
    return this.#words.picture(text, { height: CARD_LINES, maxWidth: CARD_LINES * 6 });
  }

  #lines(of720: number): number {
    return Math.max(2, even((of720 * this.canvas.height) / 720));
  }
}

/** The same one for a person throughout the film, and in the next. */
function cardOf(personId: string): Colour {
  let sum = 0;
  for (let i = 0; i < personId.length; i++) sum = (sum * 31 + personId.charCodeAt(i)) % 65_521;
  return CARDS[sum % CARDS.length] ?? OTHERS;
}

function even(pixels: number): number {
  return Math.floor(pixels / 2) * 2;
}
