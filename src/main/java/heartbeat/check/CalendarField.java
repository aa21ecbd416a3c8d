package heartbeat.check;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * The values of one part of an OnCalendar expression.
 *
 * @param spans the allowed values; empty: all values
 * @param fromEnd whether the values count from the end of the month: 1 is the last day
 */
record CalendarField(List<Span> spans, boolean fromEnd) {
  /** No such value exists. */
  static final long NONE = -1;

  static final CalendarField ANY = new CalendarField(List.of(), false);

  /**
   * {@code start..stop/repeat}.
   *
   * @param stop NONE: {@code start} only, or without an end if there is a {@code repeat}
   * @param repeat 0: no repetition
   */
  record Span(long start, long stop, long repeat) {
    /** The first value at or after this one; NONE when there is none. */
    long next(long from) {
      if (start >= from) {
        return start;
      }
      if (repeat == 0) {
        return NONE;
      }
      long next = start + (from - start + repeat - 1) / repeat * repeat;
      return stop == NONE || next <= stop ? next : NONE;
    }

    /** The same span as days of a month, for numbers that count from the end of the month. */
    Span inMonth(int days) {
      long first = days + 1 - start;
      return stop == NONE
          ? new Span(first, NONE, repeat)
          : new Span(days + 1 - stop, first, repeat);
    }
  }

  static CalendarField of(long... values) {
    return new CalendarField(
        Arrays.stream(values).mapToObj(v -> new Span(v, NONE, 0)).toList(), false);
  }

  /** Applies a function to the starts and ends of all spans. */
  static CalendarField mapped(CalendarField field, LongUnaryOperator to) {
    return new CalendarField(
        field.spans.stream()
            .map(
                span ->
                    new Span(
                        to.applyAsLong(span.start),
                        span.stop == NONE ? NONE : to.applyAsLong(span.stop),
                        span.repeat))
            .toList(),
        field.fromEnd);
  }

  /** The first value at or after this one; NONE when there is none up to {@code most}. */
  long next(long from, long most) {
    long found = spans.isEmpty() ? from : NONE;
    for (Span span : spans) {
      long next = span.next(from);
      found = next != NONE && (found == NONE || next < found) ? next : found;
    }
    return found <= most ? found : NONE;
  }

  /** The field for a month with this many days. */
  CalendarField inMonth(int days) {
    return fromEnd
        ? new CalendarField(spans.stream().map(span -> span.inMonth(days)).toList(), false)
        : this;
  }
}
