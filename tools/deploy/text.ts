/** A text in both languages. */
export interface Text {
  readonly ko: string;
  readonly en: string;
}
