/** What a window or a browser keeps for the user; a browser that forbids keeping loses nothing but the memory. */

const whoKey = 'rollcall.who';

/** Who sits at this window. Kept for the window alone, so that two windows can be two people. */
export function rememberedWho(): string | undefined {
  return read(() => sessionStorage, whoKey);
}

export function rememberWho(userId: string | undefined): void {
  write(() => sessionStorage, whoKey, userId);
}

export type DeviceKind = 'microphone' | 'speaker' | 'camera';

/** A device chosen in this browser. */
export function rememberedDevice(kind: DeviceKind): string | undefined {
  return read(() => localStorage, `rollcall.${kind}`);
}

export function rememberDevice(kind: DeviceKind, deviceId: string | undefined): void {
  write(() => localStorage, `rollcall.${kind}`, deviceId);
}

/** How somebody likes a thing to be in this browser: the layout of meetings, the look of captions. */
export function remembered(name: string): string | undefined {
  return read(() => localStorage, `rollcall.likes.${name}`);
}

export function remember(name: string, value: string | undefined): void {
  write(() => localStorage, `rollcall.likes.${name}`, value);
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
