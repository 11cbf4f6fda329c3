/** Captions while it plays: none, as spoken, or in a language that it was translated into. */
import { makeStyles, Select } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { TranscriptView } from '../../../../src/wire/live/library.ts';
import { languageName } from '../../language/language-name.ts';

const useStyles = makeStyles({ choice: { minWidth: 0, maxWidth: '196px', '& select': { minWidth: 0 } } });

type CaptionChoiceProps = {
  readonly view: TranscriptView;
  readonly captions: string | undefined;
  readonly onCaptions: (captions: string | undefined) => void;
};

export function CaptionChoice({ view, captions, onCaptions }: CaptionChoiceProps): ReactElement {
  const styles = useStyles();
  return (
    <Select
      className={styles.choice}
      aria-label="Captions"
      data-testid="recording-captions"
      value={captions ?? ''}
      onChange={(_, { value }) => onCaptions(value || undefined)}
    >
      <option value="">No captions</option>
      <option value="spoken">Captions as spoken</option>
      {view.translations.map((language) => (
        <option key={language} value={language}>
          {languageName(language).own}
        </option>
      ))}
    </Select>
  );
}
