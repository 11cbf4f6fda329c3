/** What can be done with a transcript: take it away as a file, take redacted words out of the sound, have it written anew. */
import {
  Button,
  Menu,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { SpeakerMuteRegular } from '@fluentui/react-icons/svg/speaker-mute';
import { useState, type ReactElement } from 'react';
import type { TranscriptView } from '../../../../src/wire/live/library.ts';
import { Question } from '../../app/question.tsx';
import { languageWords } from '../../language/language-name.ts';
import type { Kept, TranscriptFormat } from '../kept.ts';
import type { TranscriptDoing } from './use-transcript.ts';

const formats: readonly (readonly [TranscriptFormat, string])[] = [
  ['vtt', 'Captions (WebVTT)'],
  ['srt', 'Subtitles (SRT)'],
  ['txt', 'Plain text'],
  ['json', 'JSON'],
];

type DownloadsProps = { readonly kept: Kept; readonly recordingId: string; readonly view: TranscriptView };

export function Downloads({ kept, recordingId, view }: DownloadsProps): ReactElement {
  const spoken = view.language === undefined ? 'As spoken' : `As spoken · ${languageWords(view.language)}`;
  const languages = [undefined, ...view.translations];
  return (
    <Menu inline>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<ArrowDownloadRegular />}
          aria-label="Download the transcript"
          title="Download the transcript"
          data-testid="transcript-downloads"
        />
      </MenuTrigger>
      <MenuPopover style={{ maxHeight: '60vh', overflowY: 'auto' }}>
        <MenuList>
          {languages.map((language) => (
            <MenuGroup key={language ?? ''}>
              <MenuGroupHeader>{language === undefined ? spoken : languageWords(language)}</MenuGroupHeader>
              {formats.map(([format, words]) => (
                <MenuItemLink
                  key={format}
                  href={kept.transcriptHref(recordingId, format, { language, isSaved: true })}
                  download
                  data-testid={`transcript-${format}${language === undefined ? '' : `-${language}`}`}
                >
                  {words}
                </MenuItemLink>
              ))}
            </MenuGroup>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

type GraverProps = {
  readonly view: TranscriptView;
  readonly doing: TranscriptDoing;
  /** It is being transcribed again. */
  readonly isPassing: boolean;
};

/** Not there for whom there is nothing in it. */
export function Graver({ view, doing, isPassing }: GraverProps): ReactElement | null {
  const [asks, setAsks] = useState<'redactSound' | 'again'>();
  const { may } = view;
  if (!may.includes('redactSound') && !may.includes('again')) return null;
  const go = (kind: 'redactSound' | 'again') => async (): Promise<void> => {
    await doing.run({ kind });
    setAsks(undefined);
  };
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<MoreHorizontalRegular />}
            aria-label="More about the transcript"
            title="More about the transcript"
            data-testid="transcript-more"
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {may.includes('again') && (
              <MenuItem icon={<ArrowSyncRegular />} data-testid="again" disabled={isPassing} onClick={() => setAsks('again')}>
                {isPassing ? 'Being transcribed again' : 'Transcribe again…'}
              </MenuItem>
            )}
            {may.includes('redactSound') && (
              <MenuItem icon={<SpeakerMuteRegular />} data-testid="redact-sound" onClick={() => setAsks('redactSound')}>
                Take redacted words out of the sound as well…
              </MenuItem>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
      {asks === 'again' && (
        <Question
          title="Transcribe again?"
          yes={doing.isBusy ? 'Beginning…' : 'Transcribe again'}
          isBusy={doing.isBusy}
          onYes={() => void go('again')()}
          onClose={() => setAsks(undefined)}
        >
          The recording is listened to once more, without hurry. What people have corrected stays as they wrote it; every other segment gets
          a new version where it is heard better, and its earlier versions stay on record.
        </Question>
      )}
      {asks === 'redactSound' && (
        <Question
          title="Take it out of the sound as well?"
          yes={doing.isBusy ? 'Taking it out…' : 'Take it out'}
          isGrave
          isBusy={doing.isBusy}
          onYes={() => void go('redactSound')()}
          onClose={() => setAsks(undefined)}
        >
          Where words were redacted in the text, the recording becomes silent, in all of its files and for everybody. It cannot be taken
          back.
        </Question>
      )}
    </>
  );
}
