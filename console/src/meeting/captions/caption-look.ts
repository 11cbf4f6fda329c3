/** How large captions are, and how strongly they stand out: kept in this browser. */
import { Store } from '../../live/store.ts';
import { remember, remembered } from '../../phone/remembered.ts';

export type CaptionSize = 'small' | 'medium' | 'large';
export type CaptionLook = { readonly size: CaptionSize; readonly hasContrast: boolean };

export const captionSizes: readonly { readonly size: CaptionSize; readonly name: string; readonly px: number }[] = [
  { size: 'small', name: 'Small', px: 15 },
  { size: 'medium', name: 'Medium', px: 20 },
  { size: 'large', name: 'Large', px: 28 },
];

export const captionLook: Store<CaptionLook> = new Store<CaptionLook>({
  size: captionSizes.find(({ size }) => size === remembered('caption-size'))?.size ?? 'medium',
  hasContrast: remembered('caption-contrast') === 'high',
});

export function setCaptionLook(look: CaptionLook): void {
  remember('caption-size', look.size);
  remember('caption-contrast', look.hasContrast ? 'high' : undefined);
  captionLook.set(look);
}
