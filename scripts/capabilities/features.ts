/** What works, feature by feature, with the tests that fail when it does not. */
import type { Feature } from './feature.ts';
import { transcriptionFeatures } from './transcription-features.ts';

const chromium = 'Chromium (Debian), two browsers with fake microphones';
export const features: readonly Feature[] = [
  { what: 'A person calls a bot from a browser; the bot answers and speaks', proof: ['test/walks/front-desk.test.ts'], against: chromium },
  {
    what: 'Keys on the page drive the bot (RFC 4733)',
    proof: ['test/walks/front-desk.test.ts', 'src/engine/webrtc-peer.test.ts'],
    against: chromium,
  },
  {
    what: 'Blind transfer to a person, back to the bot when nobody answers',
    proof: ['test/walks/front-desk.test.ts', 'src/switchboard/passing-on.test.ts'],
    against: chromium,
  },
  { what: 'Two people hear each other', proof: ['test/walks/front-desk.test.ts'], against: chromium },
  {
    what: 'Recording of what the caller says (recordResponse), with all its ends',
    proof: ['src/engine/hosted-leg.test.ts', 'src/doors/graph/calls/operations.test.ts'],
    against: 'our own parties',
  },
  {
    what: 'Voicemail: left, seen unread, played, deleted',
    proof: ['test/walks/front-desk.test.ts', 'src/services/voicemail/voicemail.test.ts'],
    against: chromium,
  },
  {
    what: 'Calls that nobody answers are forwarded to a bot',
    proof: ['test/walks/front-desk.test.ts', 'src/switchboard/ringing.test.ts'],
    against: chromium,
  },
  { what: 'A bot calls a person (POST /communications/calls)', proof: ['src/doors/graph/graph-door.test.ts'], against: 'our own parties' },
  {
    what: 'Redirect to one or many, the first to answer takes it',
    proof: ['src/switchboard/passing-on.test.ts'],
    against: 'our own parties',
  },
  {
    what: 'Consultative transfer; transfer of one participant out of a group call',
    proof: ['test/stories/moving-people.test.ts', 'src/switchboard/moving.test.ts', 'src/switchboard/hearing.test.ts'],
    against: 'our own parties, judged by what is heard',
  },
  {
    what: 'Group calls: invitation, escalation from two, roster (full and delta), mute, removal, hold music, keys sent by a bot',
    proof: ['test/contract/microsoft-clients.test.ts', 'src/switchboard/hearing.test.ts', 'test/walks/group-call.test.ts'],
    against: "Microsoft's own client; Chromium (Debian); judged by what is heard",
  },
  {
    what: 'Meetings by coordinates, by id, by token and as guest; lobby; attendance report',
    proof: ['test/contract/surroundings.test.ts', 'test/stories/lobby.test.ts', 'test/walks/meeting.test.ts'],
    against: "Microsoft's own client; Chromium (Debian)",
  },
  {
    what: "Media of a bot's own over the media bridge (appHostedMediaConfig): sessions, and sockets with and without TLS that are handed to a media process",
    proof: ['test/media-bridge.test.ts', 'src/doors/bridge/bridge-door.test.ts', 'src/server/web-sockets.test.ts'],
    against: 'WebSockets of `ws`, judged by what is heard',
  },
  {
    what: 'The meeting page: preview, gallery and speaker layouts, camera, screen, hands, chat, lobby, roles, muting and removing, inviting, notice of who records, captions, coming back after a lost network or media process',
    proof: ['test/walks/meeting-page.test.ts', 'test/walks/meeting-proof.test.ts', 'src/switchboard/conduct-proof.test.ts'],
    against: 'Chromium (Debian), judged by pitches that are heard and colours and codes that are seen',
  },
  {
    what: 'Pictures: VP8 forwarded in up to three layers by what each viewer shows, repaired after loss',
    proof: ['test/walks/pictures.test.ts', 'test/walks/bot-pictures.test.ts', 'src/engine/pictures/pictures.test.ts'],
    against: 'Chromium (Debian), ffmpeg',
  },
  {
    what: 'The bot kit with media of its own: frames of all and of each, who speaks and leads, saying, asking and recording over the bridge, slides, films, chat, meeting details, attendance',
    proof: ['src/testing/house/live-media.test.ts', 'src/bot/live/playing.test.ts', 'test/walks/bot-with-media.test.ts'],
    against: 'our own switchboard over real sockets, ffmpeg',
  },
  {
    what: 'A conformance suite for media bridges, in code and as `rollcall bridge check`',
    proof: ['test/bridge/foreign-bridge.test.ts', 'test/bridge/lab-bridge.test.ts', 'test/walks/bridge-check.test.ts'],
    against: 'a second implementation with some ninety faults sown, each found',
  },
  {
    what: 'Sharing of a screen as apps see it: the role to share, sessions and their notifications, streams in the roster',
    proof: ['test/contract/microsoft-clients.test.ts', 'src/doors/graph/calls/sharing-commands.test.ts'],
    against: "Microsoft's own client",
  },
  {
    what: 'The chats of meetings and group calls: written, read, subscribed to',
    proof: ['test/contract/surroundings.test.ts', 'src/doors/graph/around/chats/chat-commands.test.ts'],
    against: "Microsoft's own client",
  },
  {
    what: 'Audio routing groups: who hears whom',
    proof: ['src/engine/routing.test.ts', 'test/stories/who-hears-whom.test.ts'],
    against: 'our own parties, judged by what is heard',
  },
  {
    what: 'The bot kit in group calls and meetings: invite, participants, mute, hold, remove, press, transfer after a consultation, join a link',
    proof: [
      'test/stories/group-calls.test.ts',
      'test/stories/moving-people.test.ts',
      'test/stories/meetings.test.ts',
      'test/stories/mishaps.test.ts',
    ],
    against: 'our own switchboard over signed Graph, judged by what is heard',
  },
  {
    what: 'Notifications in the old format first (204), redirected (302), batched, twice, out of order',
    proof: [
      'src/doors/graph/notifications/incoming-post.test.ts',
      'src/doors/graph/notifications/disorder.test.ts',
      'test/stories/unruly.test.ts',
    ],
    against: 'our own parties',
  },
  {
    what: 'Limits and throttling (429 with Retry-After), request ids',
    proof: ['src/doors/graph/throttle.test.ts', 'src/doors/graph/request-ids.test.ts'],
    against: 'our own parties',
  },
  {
    what: 'Every end reason and error in plain words, every form of join link',
    proof: ['src/wire/graph/explain/explain.test.ts', 'src/wire/graph/join-link.test.ts'],
    against: 'published codes and links',
  },
  {
    what: 'Signed notifications: signature, issuer, audience, tenant, expiry',
    proof: ['src/platforms/graph/notifications.test.ts', 'src/doors/graph/notifications/notifier.test.ts'],
    against: 'jose',
  },
  {
    what: 'Tokens by OAuth 2.0 client credentials: secret and certificate, several tenants, keys that rotate',
    proof: [
      'src/doors/graph/identity/microsoft-clients.test.ts',
      'src/doors/graph/identity/identity-documents.test.ts',
      'src/doors/graph/identity/signing-keys.test.ts',
    ],
    against: '@azure/msal-node 3.8.10 and @azure/identity 4.10.2',
  },
  {
    what: 'A bot in any language registered by one command, or on the console, also while the house runs',
    proof: ['test/registered-bot.test.ts', 'test/walks/register.test.ts'],
    against: 'a bot of plain HTTP; Chromium (Debian)',
  },
  {
    what: 'HTTPS by a local, name-constrained certificate authority; graph.microsoft.com, login.microsoftonline.com and api.aps.skype.com as virtual hosts and through a CONNECT proxy',
    proof: ['test/https.test.ts', 'test/walks/https.test.ts'],
    against: 'OpenSSL, curl, Node, Chromium, @microsoft/microsoft-graph-client 3.0.7, @azure/identity 4.10.2',
  },
  {
    what: 'Prompts fetched behind a guard against server-side request forgery',
    proof: ['src/doors/graph/outbound/guarded-fetch.test.ts', 'src/doors/graph/outbound/prompts.test.ts'],
    against: 'our own parties',
  },
  {
    what: 'A call saved as one file: facts, messages, keys and speech, with or without persons; two runs compared',
    proof: [
      'test/walks/save-call.test.ts',
      'test/capture.test.ts',
      'src/bundles/without-persons.test.ts',
      'src/bundles/first-difference.test.ts',
    ],
    against: chromium,
  },
  {
    what: 'The lab: bots tested in virtual time with scripted people, on the real switchboard, Graph and sound; bugs sown in sample bots are found',
    proof: ['test/lab/seeded-bugs/seeded-bugs.test.ts', 'test/lab/day-long-meeting.test.ts', 'examples/testing/staircase.test.ts'],
    against: 'bots of our kit, and of @microsoft/teams.graph 2.0.16',
  },
  {
    what: 'The lab: what was heard is found in the sound, through Opus, loss, noise and a second voice',
    proof: ['src/testing/hearing/arrangements.test.ts', 'src/testing/hearing/listener.test.ts', 'src/testing/voices/pocketsphinx.test.ts'],
    against: 'flite, pocketsphinx',
  },
  {
    what: 'The lab: faults of notifications, Graph, tokens, keys, packets, providers and processes; storms by seed; equal runs for equal seeds',
    proof: ['src/testing/faults/faults.test.ts', 'test/storms/storms-1.test.ts', 'test/same-seed.test.ts'],
    against: 'our own parties',
  },
  {
    what: 'The lab: captured calls replayed, flakes, load in real time, JUnit, pages of runs',
    proof: ['src/testing/replay/replay.test.ts', 'src/cli/lab.test.ts', 'src/testing/run/load.test.ts', 'test/walks/lab-page.test.ts'],
    against: 'Chromium (Debian), Python (xml.etree)',
  },
  {
    what: 'Call inspector: every message between the halves, live',
    proof: ['test/walks/inspector.test.ts', 'src/views/ladder.test.ts'],
    against: chromium,
  },
  {
    what: 'A bot records a call or meeting: each voice on a track of its own and all in one, on one clock, within 20 ms after an hour; pauses, chapters, markers, people who come late and often',
    proof: [
      'src/services/recording/recording.test.ts',
      'src/services/recording/pausing.test.ts',
      'src/services/recording/coming-late.test.ts',
      'test/lab/recorded-hour.test.ts',
      'src/bot/recording.test.ts',
      'bots/recorder.test.ts',
    ],
    against: 'our own switchboard, judged by what is heard in the files',
  },
  {
    what: 'Consent before the first byte: announced, asked of each by key or voice, decided by the organizer; who refuses or withdraws is left out, and leaves no byte; a ledger of all of it',
    proof: [
      'src/services/recording/consent.test.ts',
      'test/recordings/refused-leaves-nothing.test.ts',
      'src/speech/sphinx-words.test.ts',
      'src/testing/recordings/lab-recording.test.ts',
    ],
    against: 'our own parties, the disk searched; pocketsphinx',
  },
  {
    what: 'Nothing lost: a recorder that is killed at any moment loses the last second at most and is finished by the next start; full, slow and bad disks',
    proof: [
      'test/recordings/killed-recorder.test.ts',
      'test/recordings/bad-disks.test.ts',
      'src/media/segments/killed-writer.test.ts',
      'src/server/recordings/recordings-half.test.ts',
    ],
    against: 'processes that are killed, disks that are full',
  },
  {
    what: 'Files of recordings: Ogg Opus, WAV, WebM as the pictures came, MP4; films of all (speaker, gallery), afterwards or live',
    proof: [
      'src/media/files/sound-files.test.ts',
      'src/media/files/picture-files.test.ts',
      'src/media/composite/compose-film.test.ts',
      'src/server/recordings/live-films.test.ts',
    ],
    against: 'ffprobe, ffmpeg',
  },
  {
    what: 'Recordings kept on disk, in S3 and in Azure Blob Storage, sealed with a key each that a key file or Azure Key Vault wraps; a store or vault that is away keeps nobody from recording',
    proof: [
      'src/store/s3-blob-store.test.ts',
      'src/store/azure-blob-store.test.ts',
      'src/store/sealed-file.test.ts',
      'src/store/azure-key-vault.test.ts',
      'src/server/recordings/open-archives.test.ts',
    ],
    against: 's3rver and azurite by the clouds’ own libraries; a key vault of our own',
  },
  {
    what: 'Retention, legal hold, erasure that proves absence, sharing, and an audit log that shows tampering; `rollcall recordings`, whether the house is open or closed',
    proof: [
      'src/archive/erasing.test.ts',
      'src/archive/sharing.test.ts',
      'src/store/sqlite-audit-log.test.ts',
      'src/cli/recordings.test.ts',
    ],
    against: 'our own parties, every file searched; entries changed in the database',
  },
  {
    what: 'Signed webhooks of recordings, with history and retries',
    proof: ['src/services/webhooks/webhooks.test.ts', 'src/server/recordings/recordings-half.test.ts'],
    against: '`standardwebhooks` 1.1.1',
  },
  {
    what: 'The library: list, search, ranges of files, waveforms, consents, sharing, deletion',
    proof: [
      'src/server/library-route.test.ts',
      'src/server/library/library-file.test.ts',
      'src/server/library/real-archive.test.ts',
      'console/src/library/player/playback.test.ts',
    ],
    against: 'our own pages, in memory',
  },
  {
    what: 'The switchboard records meetings and group calls: by a button, and by startRecording and stopRecording of beta',
    proof: ['src/switchboard/keeping/keeping.test.ts', 'src/engine/keeping/room-keeper.test.ts', 'src/doors/live/live-recording.test.ts'],
    against: 'our own parties, judged by what is heard in the files',
  },
  {
    what: 'Recordings through Graph: of meetings and of other calls, content with ranges, deltas, notifications',
    proof: [
      'test/contract/recordings.test.ts',
      'src/doors/graph/around/meetings/recording-commands.test.ts',
      'src/server/recordings/recordings-shelf.test.ts',
    ],
    against: "Microsoft's own client",
  },
  ...transcriptionFeatures,
];
