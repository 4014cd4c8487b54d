"""Tests of the control of infection in schools."""
