/** What a window or a browser keeps for the user; a browser that forbids keeping loses nothing but the memory. */

const whoKey = 'rollcall.who';

/** Who sits at this window. Kept for the window alone, so that two windows can be two people. */
export function rememberedWho(): string | undefined {
  return read(() => sessionStorage, whoKey);
}

export function rememberWho(userId: string | undefined): void {
  write(() => sessionStorage, whoKey, userId);
}

/** A device chosen in this browser. */
export function rememberedDevice(kind: 'microphone' | 'speaker'): string | undefined {
  return read(() => localStorage, `rollcall.${kind}`);
}

export function rememberDevice(kind: 'microphone' | 'speaker', deviceId: string | undefined): void {
  write(() => localStorage, `rollcall.${kind}`, deviceId);
}

function read(storage: () => Storage, key: string): string | undefined {
  try {
    return storage().getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: () => Storage, key: string, value: string | undefined): void {
  try {
    if (value === undefined) storage().removeItem(key);
    else storage().setItem(key, value);
  } catch {
    // Cookies and site data are blocked: the choice lasts as long as the page.
  }
}
