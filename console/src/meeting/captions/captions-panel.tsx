/** How captions look, and all that was said so far. */
import { Field, makeStyles, Radio, RadioGroup, Switch, tokens } from '@fluentui/react-components';
import { useMemo, type ReactElement } from 'react';
import { Empty } from '../../app/section.tsx';
import { useStore } from '../../live/store.ts';
import { useMeetingView } from '../use-meeting.ts';
import { captionLines } from './caption-lines.ts';
import { captionLook, captionSizes, setCaptionLook, type CaptionSize } from './caption-look.ts';

const useStyles = makeStyles({
  title: { margin: '16px 0 6px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  line: { margin: '0 0 8px' },
  speaker: {
    display: 'block',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
});

export function CaptionsPanel(): ReactElement {
  const styles = useStyles();
  const look = useStore(captionLook, (value) => value);
  const captions = useMeetingView((view) => view.captions);
  const lines = useMemo(() => captionLines(captions), [captions]);
  return (
    <>
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
      {lines.length === 0 ? (
        <Empty>
          Nothing yet. Captions need somebody who turns speech into text: a bot in the meeting, or Rollcall itself when speech to text is
          set up there.
        </Empty>
      ) : (
        lines.map(({ key, speaker, text }) => (
          <p key={key} className={styles.line}>
            <span className={styles.speaker}>{speaker}</span>
            {text}
          </p>
        ))
      )}
    </>
  );
}
