/** Saves what is at a URL that answers as an attachment, under the name that the answer gives it; the page stays. */
export function save(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.rel = 'noopener';
  document.body.append(link);
  link.click();
  link.remove();
}
