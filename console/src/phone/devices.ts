/** The microphones, speakers and cameras of this machine, and which of them was chosen. */
import { Store } from '../live/store.ts';
import { rememberDevice, rememberedDevice, type DeviceKind } from './remembered.ts';

export type Device = { readonly id: string; readonly name: string };

/** Names are empty until a device has been allowed once: `areNamed` says so. `undefined` chosen means the system's own choice. */
export type Devices = {
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
  readonly cameras: readonly Device[];
  readonly areNamed: boolean;
  readonly microphone: string | undefined;
  readonly speaker: string | undefined;
  readonly camera: string | undefined;
};

export const devices: Store<Devices> = new Store<Devices>({
  microphones: [],
  speakers: [],
  cameras: [],
  areNamed: false,
  microphone: rememberedDevice('microphone'),
  speaker: rememberedDevice('speaker'),
  camera: rememberedDevice('camera'),
});

export const canChooseSpeaker: boolean = 'HTMLMediaElement' in globalThis && 'setSinkId' in HTMLMediaElement.prototype;

/** Looks again which devices there are; a browser without any leaves the lists empty. */
export async function lookForDevices(): Promise<void> {
  // Absent on plain http from another machine, whatever the type says.
  const found = (await (navigator.mediaDevices as MediaDevices | undefined)?.enumerateDevices()) ?? [];
  const listed = (kind: MediaDeviceKind): Device[] =>
    found
      .filter((device) => device.kind === kind && device.deviceId !== '' && device.deviceId !== 'default')
      .map(({ deviceId, label }, index) => ({ id: deviceId, name: label || `Device ${String(index + 1)}` }));
  devices.update((before) => ({
    ...before,
    microphones: listed('audioinput'),
    speakers: listed('audiooutput'),
    cameras: listed('videoinput'),
    areNamed: found.some(({ label }) => label !== ''),
  }));
}

/** Keeps the lists true while devices come and go; call once. */
export function watchDevices(): void {
  const look = (): void => void lookForDevices().catch(() => undefined);
  look();
  (navigator.mediaDevices as MediaDevices | undefined)?.addEventListener('devicechange', look);
}

export function choose(kind: DeviceKind, deviceId: string | undefined): void {
  rememberDevice(kind, deviceId);
  devices.update((before) => ({ ...before, [kind]: deviceId }));
}
