/** Keys of the keyboard that are meant for the phone: anywhere on the page, but not while text is typed. */
import { useEffect, useEffectEvent } from 'react';
import { isTypedInto, keyOf } from './keys.ts';

type Presses = { readonly onKey: (key: string) => void; readonly onErase: () => void };

export function useKeyPresses({ onKey, onErase }: Presses): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (isTypedInto(target)) return;
    const key = keyOf(event);
    if (key !== undefined) {
      event.preventDefault();
      onKey(key);
    } else if (event.key === 'Backspace') onErase();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => press(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
