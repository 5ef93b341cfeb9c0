/** One of the things to choose from in a RadioGroup or a CheckboxGroup. */
export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string | undefined;
}
