/** Which captions and which voice one has, who makes them and where, how they look, and all that was said so far. */
import { Field, makeStyles, Radio, RadioGroup, Select, Switch, tokens } from '@fluentui/react-components';
import { Fragment, useMemo, type ReactElement } from 'react';
import { Empty } from '../../app/section.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { directionOf, langOf, languageWords } from '../../language/language-name.ts';
import { ProviderNote } from '../../language/provider-note.tsx';
import { captionNotes } from '../../language/provider-words.ts';
import { useStore } from '../../live/store.ts';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { captionLines } from './caption-lines.ts';
import { captionLook, captionSizes, setCaptionLook, type CaptionSize } from './caption-look.ts';

const useStyles = makeStyles({
  title: { margin: '16px 0 6px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  choices: { display: 'grid', rowGap: '10px', marginBottom: '10px' },
  notes: { display: 'grid', rowGap: '4px', margin: '0 0 12px' },
  line: { margin: '0 0 6px', overflowWrap: 'anywhere', textAlign: 'start' },
  speaker: {
    margin: '8px 0 0',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
});

export function CaptionsPanel(): ReactElement {
  const styles = useStyles();
  const look = useStore(captionLook, (value) => value);
  return (
    <>
      <Choices />
      <Field label="Size of the letters">
        <RadioGroup value={look.size} onChange={(_, { value }) => setCaptionLook({ ...look, size: value as CaptionSize })}>
          {captionSizes.map(({ size, name }) => (
            <Radio key={size} value={size} label={name} />
          ))}
        </RadioGroup>
      </Field>
      <Switch
        label="Yellow on black"
        checked={look.hasContrast}
        onChange={(_, { checked }) => setCaptionLook({ ...look, hasContrast: checked })}
      />
      <h3 className={styles.title}>What was said so far</h3>
      <History />
    </>
  );
}

function Choices(): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const languages = useMeetingView((view) => view.languages);
  const { hasCaptions, voice } = useMeetingView((view) => view.wishes);
  const language = useMeetingView((view) => view.captionLanguage);
  return (
    <div className={styles.choices}>
      <Switch label="Show captions" checked={hasCaptions} onChange={(_, { checked }) => meeting.wish({ hasCaptions: checked })} />
      {languages?.canCaption === false && <TroubleBar intent="info" message="Captions cannot be had here." remedy={languages.remedy} />}
      {languages !== undefined && languages.captions.length > 0 && (
        <Field label="Language of captions">
          <Select
            value={language ?? ''}
            data-testid="caption-language-choice"
            onChange={(_, { value }) => meeting.wish({ language: value || undefined })}
          >
            <option value="">As spoken · {languageWords(languages.spoken)}</option>
            {languages.captions.map((each) => (
              <option key={each} value={each}>
                {languageWords(each)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {languages !== undefined && languages.voices.length > 0 && (
        <Field label="Hear an interpreter">
          <Select value={voice ?? ''} data-testid="voice-choice" onChange={(_, { value }) => meeting.wish({ voice: value || undefined })}>
            <option value="">Original</option>
            {languages.voices.map((each) => (
              <option key={each} value={each}>
                {languageWords(each)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {languages !== undefined && (
        <div className={styles.notes}>
          {captionNotes(languages, language).map((note) => (
            <ProviderNote key={note.words} note={note} />
          ))}
        </div>
      )}
    </div>
  );
}

function History(): ReactElement {
  const styles = useStyles();
  const captions = useMeetingView((view) => view.captions);
  const lines = useMemo(() => captionLines(captions), [captions]);
  if (lines.length === 0) {
    return (
      <Empty>
        Nothing yet. Captions need somebody who turns speech into text: a bot in the meeting, or Rollcall itself when speech to text is set
        up there.
      </Empty>
    );
  }
  return (
    <div>
      {lines.map(({ key, speaker, text, isNewSpeaker, language }) => (
        <Fragment key={key}>
          {isNewSpeaker && <p className={styles.speaker}>{speaker}</p>}
          <p className={styles.line} lang={langOf(language)} dir={directionOf(language)}>
            {text}
          </p>
        </Fragment>
      ))}
    </div>
  );
}
