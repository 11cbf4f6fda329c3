/** Starts the console: one connection to the switchboard, one phone, the meeting on it, the pages. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { Mishap } from './app/mishap.tsx';
import { ConsoleProvider } from './live/console-context.tsx';
import { emptyHouse, fold, type House } from './live/house.ts';
import { LiveSocket } from './live/live-socket.ts';
import { Store } from './live/store.ts';
import { watchDevices } from './phone/devices.ts';
import { MeetingSession } from './meeting/meeting-session.ts';
import { PhoneSession } from './phone/phone-session.ts';
import { wakeSound } from './phone/sound-out.ts';

const house = new Store<House>(emptyHouse);
const url = new URL('/live', location.href);
url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
const live = new LiveSocket({
  url: url.href,
  onEvent: (event) => {
    house.update((before) => fold(before, event));
    meeting.hear(event);
  },
});
const session = new PhoneSession({ live, house });
const meeting = new MeetingSession({ live, house, phone: session });

live.connect();
window.addEventListener('online', live.connect);
watchDevices();
// Browsers keep a page silent until it has been touched once.
for (const touch of ['pointerdown', 'keydown']) window.addEventListener(touch, wakeSound, { once: true });

const root = document.getElementById('root');
if (root === null) throw new TypeError('index.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <Mishap>
      <ConsoleProvider value={{ house, live, session, meeting }}>
        <App />
      </ConsoleProvider>
    </Mishap>
  </StrictMode>,
);
