/** What a field of a command's input may hold. */
export interface InputField {
  readonly name: string;
  /** The GraphQL scalar, such as `Float`; of an enum or an object, what kind of type it is. */
  readonly scalar: string;
  readonly required: boolean;
  readonly many: boolean;
  /** Least and greatest value of a number. */
  readonly min?: number;
  readonly max?: number;
  /** Most characters of a text. */
  readonly length?: number;
  /** The fields of an object. */
  readonly fields?: readonly InputField[];
}

/** A mutation that writes records of one type, or of one of a union's: its input and the type, as the SDL says. */
export interface CommandBinding {
  readonly name: string;
  readonly target: string;
  /** The types that `target` may be: a union's, or itself alone. */
  readonly targets: readonly string[];
  readonly input: string;
  readonly fields: readonly InputField[];
}
