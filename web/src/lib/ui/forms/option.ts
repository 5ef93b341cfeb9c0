/** An option of a RadioGroup or CheckboxGroup. */
export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string | undefined;
}
