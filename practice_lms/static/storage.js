// Keeps small values for tools whose cookies the browser blocks (1EdTech lti-pm-s 0.1).
// What one origin puts in, no other origin can read.

const MOST_CHARACTERS = 4096;
const kept = new Map();

const size = (values) => [...values].reduce((sum, pair) => sum + pair.join("").length, 0);

function put(values, { key, value }) {
  if (value === null || value === undefined) {
    values.delete(key);
    return { key };
  }
  if (typeof value !== "string") return refuse("bad_request", "value must be a text");
  if (size(new Map(values).set(key, value)) > MOST_CHARACTERS) {
    return refuse("storage_exhaustion", `an origin can keep ${MOST_CHARACTERS} characters`);
  }
  values.set(key, value);
  return { key, value };
}

function refuse(code, message) {
  return { error: { code, message } };
}

const subjects = {
  "lti.put_data": put,
  "lti.get_data": (values, { key }) => ({ key, value: values.get(key) }),
};

export const storageSubjects = Object.keys(subjects);

/** Return what to answer to a storage message from this origin. */
export function useStorage(message, origin) {
  if (typeof message.key !== "string" || !message.key) {
    return refuse("bad_request", "key must be a text");
  }
  if (!kept.has(origin)) kept.set(origin, new Map());
  return subjects[message.subject](kept.get(origin), message);
}
