/** In which language captions are read: as spoken, or one of those that are offered. */
import { Button, makeStyles, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import type { ReactElement } from 'react';
import { directionOf, langOf, languageName, languageWords } from '../../language/language-name.ts';
import { useMeeting, useMeetingView } from '../use-meeting.ts';

const useStyles = makeStyles({
  button: { minWidth: 0, flexShrink: 0, maxWidth: '60%', whiteSpace: 'nowrap' },
  list: { maxHeight: '50vh' },
});

const spokenValue = 'spoken';

export function CaptionLanguageMenu({ colour }: { readonly colour: string | undefined }): ReactElement | null {
  const styles = useStyles();
  const meeting = useMeeting();
  const languages = useMeetingView((view) => view.languages);
  const language = useMeetingView((view) => view.captionLanguage);
  if (languages === undefined || (languages.captions.length === 0 && language === undefined)) return null;
  const choose = (items: readonly string[]): void => {
    const [chosen = spokenValue] = items;
    meeting.wish({ language: chosen === spokenValue ? undefined : chosen });
  };
  return (
    <Menu checkedValues={{ language: [language ?? spokenValue] }} onCheckedValueChange={(_, { checkedItems }) => choose(checkedItems)}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.button}
          style={colour === undefined ? undefined : { color: colour }}
          appearance="subtle"
          size="small"
          icon={<ChevronDownRegular />}
          iconPosition="after"
          aria-label={`Language of captions: ${language === undefined ? 'as spoken' : languageWords(language)}`}
          data-testid="caption-language"
        >
          {language === undefined ? 'As spoken' : languageName(language).own}
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.list}>
        <MenuList>
          <MenuItemRadio name="language" value={spokenValue} data-testid="language-spoken">
            As spoken · {languageName(languages.spoken).own}
          </MenuItemRadio>
          {languages.captions.map((each) => (
            <MenuItemRadio key={each} name="language" value={each} data-testid={`language-${each}`}>
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
