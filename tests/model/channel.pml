/* A channel, and how its receivers sleep: runtime/channel.cc, WaitToBeWoken and
 * Wake of runtime/strand_pool.cc, runtime/parker.cc.
 *
 * Senders send and then close; receivers receive until they are told that the
 * channel is closed. Shown: every value is delivered exactly once, each
 * receiver gets those of one sender in the order sent, and no process waits for
 * ever (spin reports an invalid end state).
 *
 * What happens under a mutex is one atomic step, since all its data is touched
 * only there. LookOutForCall may stop whenever it likes, so it is modelled as
 * doing nothing. */

#define SENDERS 2
#define EACH 2 /* the most values of one sender; the second sends one less */
#define RECEIVERS 2
#define VALUES (SENDERS * EACH)
#define SENT (VALUES - 1)

#define NONE 255

/* mutation: WAKE_BEFORE_PUBLISH
 * mutation: CALLS_SLEEPERS_ONLY
 * mutation: FALLS_ASLEEP_BLINDLY
 * mutation: CALL_STAYS
 * mutation: SLEEP_WITHOUT_LOOKING
 * mutation: STAYS_FIRST
 * mutation: CLOSE_WAKES_NOBODY
 * mutation: NEWEST_FIRST */

/* --- Channel, under mutex_ ------------------------------------------------ */
byte ring[VALUES];
byte queued = 0;
bool closed = false;
byte waiting[RECEIVERS]; /* from first_receiver_ to last_receiver_ */
byte receivers = 0;

/* --- Strand --------------------------------------------------------------- */
byte received[RECEIVERS] = NONE;
bool receive_closed[RECEIVERS];
mtype = { kNone, kCalled, kAsleep };
mtype call[RECEIVERS] = kNone;

/* --- StrandPool, under its mutex_ ----------------------------------------- */
bool is_receiving[RECEIVERS]; /* state_ == kReceiving */

/* --- Parker ---------------------------------------------------------------- */
mtype = { kEmpty, kToken, kSleeping };
mtype parker[RECEIVERS] = kEmpty;
bool asleep[RECEIVERS]; /* in the futex's queue */

/* --- What came of it -------------------------------------------------------- */
byte open_senders = SENDERS;
bool delivered[VALUES];
byte delivered_count = 0;
byte ended = 0;

/* Parker::Unpark */
inline Unpark(r) {
  atomic { was = parker[r]; parker[r] = kToken }
  if
  :: was == kSleeping -> asleep[r] = false /* FutexWakeOne */
  :: else
  fi
}

/* Parker::Park. FutexWait compares and goes to sleep in one step; it may return
 * early. */
inline Park(r) {
  do
  :: atomic { parker[r] == kToken -> parker[r] = kEmpty }; break
  :: atomic { parker[r] == kEmpty -> parker[r] = kSleeping };
#ifdef SLEEP_WITHOUT_LOOKING
     asleep[r] = true;
#else
     atomic {
       if
       :: parker[r] == kSleeping -> asleep[r] = true
       :: else
       fi
     }
#endif
     !asleep[r]
  :: atomic { parker[r] == kSleeping && !asleep[r] -> asleep[r] = true };
     !asleep[r]
  od
}

/* StrandPool::Wake */
inline Wake(r) {
  atomic {
    unpark = (call[r] == kAsleep);
#ifdef CALLS_SLEEPERS_ONLY
    if
    :: unpark -> call[r] = kCalled
    :: else
    fi
#else
    call[r] = kCalled
#endif
  }
  if
  :: unpark ->
     atomic { assert(is_receiving[r]); is_receiving[r] = false };
     Unpark(r)
  :: else
  fi
}

/* StrandPool::WaitToBeWoken */
inline WaitToBeWoken(r) {
#ifdef FALLS_ASLEEP_BLINDLY
  parks = (call[r] != kCalled);
#endif
  atomic {
#ifndef FALLS_ASLEEP_BLINDLY
    parks = (call[r] != kCalled);
#endif
    if
    :: parks -> call[r] = kAsleep; is_receiving[r] = true
    :: else
    fi
  }
  if
  :: parks -> Park(r)
  :: else
  fi;
#ifndef CALL_STAYS
  call[r] = kNone
#endif
}

inline TakeReceiver() {
  to = waiting[0];
#ifndef STAYS_FIRST
  receivers--;
  for (i : 0 .. RECEIVERS - 2) { waiting[i] = waiting[i + 1] }
#endif
}

/* Channel::Send */
inline Send(value) {
  atomic {
    assert(!closed);
    if
    :: receivers == 0 -> to = NONE; ring[queued] = value; queued++
    :: else ->
       assert(queued == 0); /* invariant 1 of channel.h */
       TakeReceiver();
#ifndef WAKE_BEFORE_PUBLISH
       assert(received[to] == NONE);
       received[to] = value; receive_closed[to] = false
#endif
    fi
  }
  if
  :: to == NONE
  :: else ->
     Wake(to);
#ifdef WAKE_BEFORE_PUBLISH
     received[to] = value; receive_closed[to] = false
#endif
  fi
}

/* Channel::CloseForSending, with WakeAll */
inline CloseForSending() {
  atomic {
    closed = true; woken = receivers; receivers = 0;
    for (i : 0 .. RECEIVERS - 1) {
      list[i] = waiting[i];
      if
      :: i < woken -> receive_closed[list[i]] = true
      :: else
      fi
    }
  }
#ifndef CLOSE_WAKES_NOBODY
  for (k : 0 .. woken - 1) { Wake(list[k]) }
#endif
}

/* Channel::TryTake */
inline TryTake() {
#ifdef NEWEST_FIRST
  queued--; value = ring[queued]
#else
  value = ring[0]; queued--;
  for (i : 0 .. VALUES - 2) { ring[i] = ring[i + 1] }
#endif
}

/* Channel::Receive: `value` is NONE if it returns kClosed or
 * kClosedWhileWaiting. */
inline Receive(r) {
  value = NONE; must_wait = false;
  atomic {
    if
    :: queued > 0 -> TryTake()
    :: queued == 0 && !closed ->
       waiting[receivers] = r; receivers++; must_wait = true
    :: else
    fi
  }
  if
  :: must_wait ->
     WaitToBeWoken(r);
     if
     :: receive_closed[r]
     :: else -> value = received[r]; received[r] = NONE;
        assert(value != NONE)
     fi
  :: else
  fi
}

active [SENDERS] proctype Sender() {
  byte n = 0, i, k, to, woken, list[RECEIVERS];
  bool unpark;
  mtype was;
  do
  :: n < EACH - _pid -> Send(_pid * EACH + n);
     /* States are not told apart by what does not matter. */
     atomic { n++; i = 0; to = 0; unpark = false; was = kEmpty }
  :: else -> break
  od;
  atomic { open_senders--; if :: open_senders > 0 -> goto done :: else fi };
  CloseForSending();
done: skip
}

active [RECEIVERS] proctype Receiver() {
  byte self = _pid - SENDERS, value, i, next[SENDERS];
  bool must_wait, parks;
  do
  :: Receive(self);
     if
     :: value == NONE -> break
     :: else ->
        atomic {
          assert(!delivered[value]);
          delivered[value] = true; delivered_count++;
          /* In the order of their sender. */
          assert(value % EACH >= next[value / EACH]);
          next[value / EACH] = value % EACH + 1;
          value = 0
        }
     fi
  od;
  atomic {
    ended++;
    assert(ended < RECEIVERS || delivered_count == SENT)
  }
}
