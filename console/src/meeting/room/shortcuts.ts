/** The keys of a meeting, as in Teams: Ctrl (or ⌘) and Shift with a letter. */

export type Shortcut = 'microphone' | 'camera' | 'hand' | 'share';

const letters = { microphone: 'M', camera: 'O', hand: 'K', share: 'E' } as const satisfies Record<Shortcut, string>;

/** As it stands in a tooltip. */
export function shortcutWords(shortcut: Shortcut): string {
  return `Ctrl+Shift+${letters[shortcut]}`;
}

/** As `aria-keyshortcuts` wants it. */
export function ariaShortcut(shortcut: Shortcut): string {
  return `Control+Shift+${letters[shortcut]}`;
}

/** What is asked of a keyboard event; the DOM's own fits. */
type Press = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
};

/** A held key counts once. */
export function shortcutOf({ key, ctrlKey, metaKey, shiftKey, altKey, repeat }: Press): Shortcut | undefined {
  if (ctrlKey === metaKey || !shiftKey || altKey || repeat) return undefined;
  return (Object.keys(letters) as Shortcut[]).find((shortcut) => letters[shortcut] === key.toUpperCase());
}
