/** What is made of an object once, and kept as long as the object is there: documents come again and again. */
export function once<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const known = new WeakMap<Of, { readonly made: Made }>();
  return (of) => {
    const held = known.get(of);
    if (held) return held.made;
    const made = make(of);
    known.set(of, { made });
    return made;
  };
}
