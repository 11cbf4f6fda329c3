/** Hearing an interpreter: which one, that one does, and the way back to the original. */
import { Button, makeStyles, Menu, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { HeadphonesSoundWaveRegular } from '@fluentui/react-icons/svg/headphones-sound-wave';
import { PersonVoiceRegular } from '@fluentui/react-icons/svg/person-voice';
import type { ReactElement } from 'react';
import { directionOf, langOf, languageName, languageWords } from '../../language/language-name.ts';
import { useMeeting, useMeetingView } from '../use-meeting.ts';

const useStyles = makeStyles({
  mark: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: '4px',
    paddingLeft: '6px',
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground3,
    '& svg': { fontSize: '14px', flexShrink: 0 },
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  back: { minWidth: '24px', width: '24px', height: '24px', padding: 0 },
});

const original = 'original';

/** A menu within the menu of what is needed less often; where nobody interprets it is not there. */
export function InterpreterItem(): ReactElement | null {
  const meeting = useMeeting();
  const voices = useMeetingView((view) => view.languages?.voices);
  const voice = useMeetingView((view) => view.wishes.voice);
  if (voices === undefined || voices.length === 0) return null;
  const choose = (items: readonly string[]): void => {
    const [chosen = original] = items;
    meeting.wish({ voice: chosen === original ? undefined : chosen });
  };
  return (
    <Menu checkedValues={{ voice: [voice ?? original] }} onCheckedValueChange={(_, { checkedItems }) => choose(checkedItems)}>
      <MenuTrigger disableButtonEnhancement>
        <MenuItem icon={<PersonVoiceRegular />} data-testid="interpreter">
          Hear an interpreter
        </MenuItem>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemRadio name="voice" value={original} data-testid="voice-original">
            Original
          </MenuItemRadio>
          {voices.map((each) => (
            <MenuItemRadio key={each} name="voice" value={each} data-testid={`voice-${each}`}>
              <span lang={langOf(each)} dir={directionOf(each)}>
                {languageName(each).own}
              </span>
              {languageName(each).english !== undefined && ` · ${languageName(each).english ?? ''}`}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** Stands in the head for as long as one hears an interpreter. */
export function InterpreterMark(): ReactElement | null {
  const styles = useStyles();
  const meeting = useMeeting();
  const voice = useMeetingView((view) => view.wishes.voice);
  const isThere = useMeetingView((view) => view.wishes.voice !== undefined && view.languages?.voices.includes(view.wishes.voice) === true);
  if (voice === undefined) return null;
  const { own } = languageName(voice);
  return (
    <span className={styles.mark} title={`You hear an interpreter: ${languageWords(voice)}`} data-testid="interpreter-mark">
      <HeadphonesSoundWaveRegular aria-hidden />
      <span>
        <span className="sr-only">You hear an interpreter: </span>
        <span lang={langOf(voice)}>{own}</span>
        {!isThere && ' (away)'}
      </span>
      <Button
        className={styles.back}
        appearance="subtle"
        size="small"
        icon={<DismissRegular />}
        aria-label="Hear the original again"
        data-testid="hear-original"
        onClick={() => meeting.wish({ voice: undefined })}
      />
    </span>
  );
}
