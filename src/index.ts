/** What `import … from 'rollcall'` gives to the author of a bot. */
export { defineBot } from './bot/bot.ts';
export { defineConfig, type Config } from './server/config.ts';
export type { Bot, BotClock, BotContext, BotServices, DialOutcome, JoinOptions, JoinOutcome } from './bot/bot.ts';
export { BotError, type BotErrorCode } from './bot/errors.ts';
export type { LobbyWait, NotJoinedWhy } from './bot/lobby.ts';
export type { BotCallFacts } from './bot/live/call-facts.ts';
export type { CallChat } from './bot/live/chat.ts';
export type { InCall, WatchOptions } from './bot/live/in-call.ts';
export type { PlayOptions } from './bot/live/playing.ts';
export type { ShowOutcome, Showing, Shows } from './bot/live/showing.ts';
export type { LiveSound } from './bot/live/speaking.ts';
export type {
  Caption, CarrierMedia, ChatMessage, FrameStream, LanguageOffer, LanguageWants, ListenOptions, MediaFacts, MediaNeed, MeetingFacts, PictureFrame, PictureKind, ProviderNote, SoundFrame,
} from './call/media.ts'; // prettier-ignore
export type { Attended, MeetingDetails, Visit } from './call/meeting.ts';
export { decoded, type DecodedPicture, type DecodingOptions } from './media/ffmpeg/decoded-pictures.ts';
export { MediaError, type MediaErrorCode } from './media/errors.ts';
export { readWav, writeWav } from './media/wav.ts';
export type { Call } from './bot/call.ts';
export type { OneOf } from './bot/one-of.ts';
export type { Waiting } from './bot/patience.ts';
export type { PressOptions, PressOutcome } from './bot/pressing.ts';
export type { RecordedAnswer, RecordAnswerOptions } from './bot/recording-answer.ts';
export type { SayOptions, SayOutcome } from './bot/saying.ts';
export type { AskDigitsOptions, AskedInVain, AskKeyOptions, AskOptions, DigitsAnswer, KeyAnswer } from './bot/ask.ts';
export type { Speakable } from './bot/sounds.ts';
export type { VoiceOptions } from './bot/speaker.ts';
export { CallError, type CallErrorCode } from './call/errors.ts';
export type { AnswerOutcome, Ended, EndReason, Meeting, Party, RecordingStatus, Target, TransferOutcome } from './call/platform.ts';
export type { DoneOutcome, InviteOutcome, Participant, PersonOutcome, RosterFacts } from './call/roster.ts';
export type { Log } from './base/log.ts';
export type { KeptRecording } from './archive/port.ts';
export { announce, type AnnounceOptions } from './services/recording/consent/announce.ts';
export { askEach, type AskEachOptions } from './services/recording/consent/ask-each.ts';
export { organizerDecides, type OrganizerDecidesOptions } from './services/recording/consent/organizer-decides.ts';
export { TranscriptionError, type TranscriptionErrorCode } from './services/transcription/errors.ts';
export type { TranscribeOptions, Transcription, TranscriptionFacts } from './services/transcription/port.ts';
export type { Interpretation, InterpretationFacts, InterpretOptions } from './bot/interpreting.ts';
export type { Segment, SegmentOrigin, Speaker, SpokenWord, TranslatedSegment } from './speech/segment.ts';
export type { TranscriberLoad, TranscribingProvider } from './speech/transcriber/port.ts';
export { languageName } from './speech/translation/language-names.ts';
export type { Glossary } from './speech/translation/translator.ts';
export type { RedactionOptions, RedactionRule } from './speech/redaction/redaction.ts';
export { NotesError, type NotesErrorCode } from './services/notes/errors.ts';
export { extractiveNotes } from './services/notes/extractive-notes.ts';
export { modelNotes } from './services/notes/model-notes.ts';
export { openAiModel, type OpenAiModelOptions } from './services/notes/openai-model.ts';
export type { LanguageModel, MakeNotes, MeetingNotes, Note, NotesOptions } from './services/notes/port.ts';
export { renderNotes, type RenderNotesOptions } from './services/notes/render-notes.ts';
export { RecordingError, type RecordingErrorCode } from './services/recording/errors.ts';
export type {
  Consent, ConsentPerson, ConsentPolicy, ConsentRoom, LedgerEntry, Recording, RecordingFacts, RecordingOptions, RecordingState,
} from './services/recording/port.ts'; // prettier-ignore
export type { Message } from './services/voicemail/messages.ts';
export type { Leaving } from './services/voicemail/voicemail.ts';
export { callTo, groupCall, meetingCall, type CallBase, type Guest } from './platforms/graph/call-bodies.ts';
export { clouds, type Cloud, type CloudName } from './platforms/graph/clouds.ts';
export type { AppCredential } from './platforms/graph/credential.ts';
export { PlatformError, type PlatformErrorCode } from './platforms/graph/errors.ts';
export { GraphClient } from './platforms/graph/graph-client.ts';
export { graphClient, type GraphClientOptions } from './platforms/graph/open-client.ts';
export { explain } from './wire/graph/explain/explain.ts';
export { explainBody } from './wire/graph/explain/explain-body.ts';
export { explainResult } from './wire/graph/explain/explain-result.ts';
export type { Explanation } from './wire/graph/explain/explanation.ts';
export { parseJoinLink, type JoinAddress, type JoinCloud } from './wire/graph/join-link.ts';
