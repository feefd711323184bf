// How strongly a command works, 0..1, by the seconds since it was given: it rises, lasts, and fades as it rose. The same
// window in which the world lets a command answer a fault (score/operator.py).

const float ANSWER_S = 2.5, ANSWERED_S = 16.0;

float answered(float since_s) {
  return clamp(min(since_s, ANSWER_S + ANSWERED_S - since_s) / ANSWER_S, 0.0, 1.0);
}
