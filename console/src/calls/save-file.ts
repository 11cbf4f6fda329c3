/** Fetches a file of this house and hands it to the browser's downloads. */

/** Rejects with words for a person when the house does not give it. */
export async function saveFile(href: string): Promise<void> {
  const response = await fetch(href);
  if (!response.ok) throw new SaveError(await reasonOf(response));
  const [, name = 'call.json'] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the file over when the click returns.
  URL.revokeObjectURL(url);
}

class SaveError extends Error {}

async function reasonOf(response: Response): Promise<string> {
  const text = (await response.text()).trim();
  return text === '' ? `The house answered ${String(response.status)}.` : text;
}
