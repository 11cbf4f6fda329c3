/** Colours of those who speak: each differs from its neighbours, and from what is behind it, in every look. */
import { tokens } from '@fluentui/react-components';
import type { LibraryLane } from '../../../../src/wire/live/library.ts';

const colours = [
  tokens.colorPaletteCornflowerBorderActive,
  tokens.colorPaletteTealBorderActive,
  tokens.colorPalettePumpkinBorderActive,
  tokens.colorPaletteGrapeBorderActive,
  tokens.colorPaletteForestBorderActive,
  tokens.colorPaletteMagentaBorderActive,
  tokens.colorPaletteSteelBorderActive,
  tokens.colorPaletteCranberryBorderActive,
] as const;

export function laneColour(place: number): string {
  return colours[place % colours.length] ?? colours[0];
}

/** Those who speak, each in the colour of their lane; who has none gets one that comes after those. */
export function speakerColours(
  lanes: readonly Pick<LibraryLane, 'kind' | 'personId'>[],
  speakers: readonly { readonly speakerId: string }[],
): ReadonlyMap<string, string> {
  const voices = lanes.filter(({ kind }) => kind === 'voice');
  let next = voices.length;
  return new Map(
    speakers.map(({ speakerId }) => {
      const place = voices.findIndex(({ personId }) => personId === speakerId);
      return [speakerId, laneColour(place >= 0 ? place : next++)];
    }),
  );
}
